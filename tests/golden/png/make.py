"""Makes the small PNG files and expected.txt: one line a file with name, width, height, channels, bits and the SHA-256
of the pixels that a decoder must deliver (16-bit samples big-endian).

The files come from a PNG writer of its own below, the hashes from the pixels it was given, so they depend on no decoder.
Pillow, where it can represent the image, must agree. Run: python3 make.py (needs Pillow).
"""

import hashlib
import io
import pathlib
import random
import struct
import zlib

from PIL import Image

HERE = pathlib.Path(__file__).parent
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
lines = []


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, distance, choose):
    """Filter types and filtered rows of one pass."""
    result = bytearray()
    above = bytes(len(rows[0]))
    for y, row in enumerate(rows):
        kind = choose(y)
        result.append(kind)
        for i, value in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            c = above[i - distance] if i >= distance else 0
            guess = (0, a, above[i], (a + above[i]) // 2, paeth(a, above[i], c))[kind]
            result.append((value - guess) & 255)
        above = row
    return bytes(result)


def pack(pixels, depth):
    """A row of pixels (tuples of samples) as bytes."""
    samples = [s for pixel in pixels for s in pixel]
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def write(name, image, colour, depth, interlaced=False, palette=None, transparency=None, pieces=1, choose=lambda y: y % 5, extra=b""):
    height, width = len(image), len(image[0])
    distance = max(1, SAMPLES[colour] * depth // 8)
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for x0, y0, dx, dy in passes:
        rows = [pack(row[x0::dx], depth) for row in image[y0::dy] if row[x0::dx]]
        if rows:
            raw += filtered(rows, distance, choose)
    data = zlib.compress(raw, 9)
    cut = [len(data) * i // pieces for i in range(pieces + 1)]
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    png += extra
    if palette:
        png += chunk(b"PLTE", bytes(v for c in palette for v in c))
    if transparency is not None:
        png += chunk(b"tRNS", transparency)
    for i in range(pieces):
        png += chunk(b"IDAT", data[cut[i]:cut[i + 1]])
    png += chunk(b"tEXt", b"Comment\0made by make.py") + chunk(b"IEND", b"")
    (HERE / name).write_bytes(png)

    expected, channels, bits = expect(image, colour, depth, palette, transparency)
    record(name, width, height, channels, bits, expected)
    # Pillow compares the transparent value of 2- and 4-bit grey with the scaled samples, and reduces 16 bits to 8.
    if bits == 8 and not (colour == 0 and depth in (2, 4) and transparency is not None):
        compare_with_pillow(name, png, width, height, channels, expected)


def expect(image, colour, depth, palette, transparency):
    """The pixels a decoder must deliver: at least 8 bits, palette as RGB, tRNS as alpha."""
    bits = 16 if depth == 16 else 8
    full = (1 << bits) - 1
    out = []
    for row in image:
        for pixel in row:
            if colour == 3:
                index = pixel[0]
                value = tuple(palette[index])
                if transparency is not None:
                    value += (transparency[index] if index < len(transparency) else 255,)
            else:
                value = tuple(s * (255 // ((1 << depth) - 1)) if depth < 8 else s for s in pixel)
                if transparency is not None:
                    key = struct.unpack(f">{len(transparency) // 2}H", transparency)
                    value += (0 if pixel == key else full,)
            out.append(value)
    flat = [s for value in out for s in value]
    return struct.pack(f">{len(flat)}{'H' if bits == 16 else 'B'}", *flat), len(out[0]), bits


def record(name, width, height, channels, bits, expected):
    lines.append(f"{name} {width} {height} {channels} {bits} {hashlib.sha256(expected).hexdigest()}")


def compare_with_pillow(name, png, width, height, channels, expected):
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[channels]
    decoded = Image.open(io.BytesIO(png))
    assert decoded.size == (width, height), name
    assert decoded.convert("RGBA").tobytes() == Image.frombytes(mode, (width, height), expected).convert("RGBA").tobytes(), name


def random_image(rng, width, height, samples, top):
    """A smooth picture with some noise, so that every filter has work to do."""
    return [[tuple(min(top, max(0, top * (x * (c + 1) + y * 2) // (width * 4 + height * 2) + rng.randint(-top // 8 - 1, top // 8 + 1)))
                   for c in range(samples)) for x in range(width)] for y in range(height)]


def main():
    rng = random.Random(2024)
    names = {0: "grey", 2: "rgb", 3: "palette", 4: "greyalpha", 6: "rgba"}
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    for colour, name in names.items():
        for depth in depths[colour]:
            for interlaced in (False, True):
                top = (1 << depth) - 1
                palette = [tuple(rng.randrange(256) for _ in range(3)) for _ in range(min(top + 1, 200))] if colour == 3 else None
                image = random_image(rng, 19, 13, SAMPLES[colour], min(top, 199) if colour == 3 else top)
                suffix = "-adam7" if interlaced else ""
                write(f"{name}{depth}{suffix}.png", image, colour, depth, interlaced, palette)
                if colour == 3:
                    write(f"{name}{depth}-trns{suffix}.png", image, colour, depth, interlaced, palette, bytes(rng.randrange(256) for _ in range((len(palette) + 1) // 2)))
                elif colour in (0, 2):
                    key = struct.pack(f">{SAMPLES[colour]}H", *image[5][7])
                    write(f"{name}{depth}-trns{suffix}.png", image, colour, depth, interlaced, None, key)

    for kind in range(5):
        write(f"filter{kind}.png", random_image(rng, 16, 16, 3, 255), 2, 8, choose=lambda y, kind=kind: kind)
    write("pieces.png", random_image(rng, 16, 16, 3, 255), 2, 8, pieces=40)
    write("extras.png", random_image(rng, 8, 8, 1, 255), 0, 8, extra=chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"sRGB", b"\0") + chunk(b"abCd", b"private"))
    for width, height in ((1, 1), (2, 1), (1, 9), (3, 2), (4, 4), (5, 5), (8, 9), (33, 1)):
        write(f"size{width}x{height}-adam7.png", random_image(rng, width, height, 1, 3), 0, 2, True)

    for mode, channels in (("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4)):
        pixels = Image.frombytes(mode, (24, 24), bytes(v for row in random_image(rng, 24, 24, channels, 255) for p in row for v in p))
        pixels.save(HERE / f"pillow-{mode.lower()}.png", optimize=True)
        record(f"pillow-{mode.lower()}.png", 24, 24, channels, 8, pixels.tobytes())
    indexed = pixels.convert("RGB").quantize(13)
    indexed.save(HERE / "pillow-p.png")
    record("pillow-p.png", 24, 24, 3, 8, indexed.convert("RGB").tobytes())
    (HERE / "expected.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

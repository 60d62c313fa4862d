"""Small JPEG and BMP files of every kind with the pixels that libjpeg-turbo and Pillow decode: make_images.py [FOLDER OF PHOTOGRAPHS]

The photographs are Debian's: fruits.jpg and baboon.jpg of opencv-doc (default folder below). Needs Pillow and cjpeg (libjpeg-turbo-progs).
Writes images/*.{jpg,bmp} and images/expected.txt: file, width, height, channels, SHA-256 of the pixels.
"""
import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile

from PIL import Image

photos = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/doc/opencv-doc/examples/data"
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "images")
os.makedirs(here, exist_ok=True)
fruits = Image.open(f"{photos}/fruits.jpg").convert("RGB")
baboon = Image.open(f"{photos}/baboon.jpg").convert("RGB")
whole = fruits.crop((120, 130, 187, 179))  # 67 x 49
detail = baboon.crop((100, 60, 133, 87))  # 33 x 27
whole.info, detail.info = {}, {}  # no comments
expected = []


def pixels(name):
    image = Image.open(os.path.join(here, name))
    image.load()
    if image.mode in ("1", "P", "CMYK"):
        grey = image.mode == "1" or (image.mode == "P" and all(a == b == c for a, b, c in zip(*[iter(image.getpalette())] * 3)))
        image = image.convert("L" if grey else "RGB")
    return image


def record(name, pixel_image=None):
    image = pixel_image or pixels(name)
    expected.append(f"{name} {image.width} {image.height} {len(image.getbands())} {hashlib.sha256(image.tobytes()).hexdigest()}")


def pillow(name, image, **options):
    image.save(os.path.join(here, name), **options)
    record(name)


def cjpeg(name, image, *options):
    with tempfile.NamedTemporaryFile(suffix=".ppm") as source:
        image.save(source.name)
        subprocess.run(["cjpeg", *options, "-outfile", os.path.join(here, name), source.name], check=True)
    record(name)


for progressive in (False, True):
    kind = "progressive" if progressive else "baseline"
    for sampling, text in enumerate(("444", "422", "420")):
        pillow(f"{kind}-{text}.jpg", whole, quality=85, subsampling=sampling, progressive=progressive)
    pillow(f"{kind}-grey.jpg", whole.convert("L"), quality=75, progressive=progressive)
    pillow(f"{kind}-cmyk.jpg", whole.convert("CMYK"), quality=75, progressive=progressive)
    pillow(f"{kind}-optimized.jpg", detail, quality=97, optimize=True, progressive=progressive)
for size in ((1, 1), (2, 3), (7, 5), (8, 8), (16, 1), (1, 17), (17, 16)):
    pillow(f"size-{size[0]}x{size[1]}.jpg", detail.crop((0, 0, *size)), quality=90)
pillow("coarse.jpg", whole, quality=3)
pillow("fine.jpg", detail, quality=100, subsampling=0)
cjpeg("vertical-440.jpg", whole, "-sample", "1x2")
cjpeg("vertical-440-progressive.jpg", whole, "-sample", "1x2", "-progressive")
cjpeg("quarter-411.jpg", whole, "-sample", "4x1")
cjpeg("thirds.jpg", whole, "-sample", "3x1")
cjpeg("mixed.jpg", whole, "-sample", "2x2,1x1,2x1")
cjpeg("luma-less.jpg", whole, "-sample", "1x1,2x2,1x2")
cjpeg("restart-blocks.jpg", whole, "-restart", "2B")
cjpeg("restart-rows.jpg", whole, "-restart", "1")
cjpeg("restart-progressive.jpg", whole, "-restart", "3B", "-progressive")
cjpeg("rgb.jpg", whole, "-rgb")
cjpeg("grey-of-colour.jpg", whole, "-grayscale")
with tempfile.NamedTemporaryFile("w", suffix=".scan") as scans:  # every component in a scan of its own, not progressive
    scans.write("0;\n1;\n2;\n")
    scans.flush()
    cjpeg("not-interleaved.jpg", whole, "-scans", scans.name)

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"orientation-{orientation}.jpg"
    detail.save(os.path.join(here, name), quality=90, exif=exif)
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}.get(orientation)
    record(name, pixels(name) if turned is None else pixels(name).transpose(turned))

# What the encoder must write byte for byte.
detail.save(os.path.join(here, "source.png"))
detail.save(os.path.join(here, "encoded-420.jpg"), quality=85)
detail.save(os.path.join(here, "encoded-444.jpg"), quality=60, subsampling=0)

small = detail.crop((0, 0, 13, 9))
pillow("rgb.bmp", small)
pillow("grey.bmp", small.convert("L"))
pillow("palette.bmp", small.quantize(12))
pillow("bits.bmp", small.convert("1"))
alpha = small.convert("RGBA")
alpha.putalpha(small.convert("L"))
pillow("alpha.bmp", alpha)


def bmp(name, bits, compression, data, palette=b"", masks=b"", top_down=False, size=(4, 3)):
    offset = 14 + 40 + len(masks) + len(palette)
    head = struct.pack("<2sIHHI", b"BM", offset + len(data), 0, 0, offset)
    head += struct.pack("<IiiHHIIiiII", 40, size[0], -size[1] if top_down else size[1], 1, bits, compression, len(data), 0, 0, len(palette) // 4, 0)
    with open(os.path.join(here, name), "wb") as file:
        file.write(head + masks + palette + data)
    record(name)


colours = bytes([255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 10, 20, 30, 0])
bmp("rle8.bmp", 8, 1, bytes([4, 1, 0, 0, 0, 4, 0, 1, 2, 3, 0, 0, 2, 3, 2, 2, 0, 1]), colours)
bmp("rle4.bmp", 4, 2, bytes([4, 0x12, 0, 0, 0, 4, 0x01, 0x23, 0, 0, 3, 0x33, 1, 0x20, 0, 1]), colours)
bmp("four-bits.bmp", 4, 0, bytes([0x01, 0x23, 0, 0, 0x12, 0x30, 0, 0, 0x32, 0x10, 0, 0]), colours)
bmp("top-down.bmp", 24, 0, bytes(range(36)), top_down=True)
bmp("fields-565.bmp", 16, 3, bytes(range(7, 247, 10)), masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
bmp("sixteen.bmp", 16, 0, bytes(range(3, 123, 5)))
bmp("thirty-two.bmp", 32, 0, bytes(range(48)))

with open(os.path.join(here, "expected.txt"), "w") as file:
    file.write("\n".join(expected) + "\n")
print(len(expected), "files")

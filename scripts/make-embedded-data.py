"""Builds the data embedded in the command line: a class-balanced part of Fashion-MNIST, and the 8x8 digits.

Training part of Fashion-MNIST: the first 1,000 images of every class, in the order of the original file, so the
result depends on nothing but the input. The test part is complete. Every file is compressed as far as zopfli goes
(gzip -9 where zopfli is absent), without a time stamp.
"""

import argparse
import gzip
import pathlib
import shutil
import struct
import subprocess
import tempfile

CLASSES = 10
PER_CLASS = 1000


def read_images(path):
    """Returns (rows, columns, [bytes of one image, ...])."""
    data = gzip.decompress(path.read_bytes())
    magic, count, rows, columns = struct.unpack_from(">4I", data)
    size = rows * columns
    assert magic == 0x0803 and len(data) == 16 + count * size, path
    return rows, columns, [data[16 + i * size:16 + (i + 1) * size] for i in range(count)]


def read_labels(path):
    data = gzip.decompress(path.read_bytes())
    magic, count = struct.unpack_from(">2I", data)
    assert magic == 0x0801 and len(data) == 8 + count, path
    return data[8:]


def first_of_each_class(labels):
    """Indices of the first PER_CLASS items of every class, ascending."""
    seen = [0] * CLASSES
    chosen = []
    for index, label in enumerate(labels):
        if seen[label] < PER_CLASS:
            seen[label] += 1
            chosen.append(index)
    assert seen == [PER_CLASS] * CLASSES, seen
    return chosen


def write_gz(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    if shutil.which("zopfli"):
        with tempfile.TemporaryDirectory() as folder:
            plain = pathlib.Path(folder) / "data"
            plain.write_bytes(data)
            path.write_bytes(subprocess.run(["zopfli", "-c", "--i15", str(plain)], check=True, stdout=subprocess.PIPE).stdout)
    else:
        path.write_bytes(gzip.compress(data, 9, mtime=0))
    assert gzip.decompress(path.read_bytes()) == data
    print(f"{path}: {len(data)} -> {path.stat().st_size}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fashion", type=pathlib.Path, required=True, help="folder with the four original .gz files")
    arguments.add_argument("--digits", type=pathlib.Path, required=True, help="digits.csv.gz of scikit-learn")
    arguments.add_argument("--output", type=pathlib.Path, required=True)
    options = arguments.parse_args()

    write_gz(options.output / "digits" / "digits.csv.gz", gzip.decompress(options.digits.read_bytes()))

    folder = options.output / "fashion-mnist"
    rows, columns, images = read_images(options.fashion / "train-images-idx3-ubyte.gz")
    labels = read_labels(options.fashion / "train-labels-idx1-ubyte.gz")
    chosen = first_of_each_class(labels)
    write_gz(folder / "train-labels-10k-idx1-ubyte.gz", struct.pack(">2I", 0x0801, len(chosen)) + bytes(labels[i] for i in chosen))
    write_gz(folder / "train-images-10k-idx3-ubyte.gz", struct.pack(">4I", 0x0803, len(chosen), rows, columns) + b"".join(images[i] for i in chosen))
    for name in ("t10k-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"):
        write_gz(folder / name, gzip.decompress((options.fashion / name).read_bytes()))


if __name__ == "__main__":
    main()

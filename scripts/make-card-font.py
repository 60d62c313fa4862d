#!/usr/bin/env python3
"""Draws the letters of the notebook's social cards: ASCII 32..126 of a font as 4-bit coverage.

usage: make-card-font.py DejaVuSans-Bold.ttf src/Nabla.Notes/Assets/card-font.bin
Layout: cell height (1 byte), then for each letter: advance, width (1 byte each), height * ceil(width / 2) bytes, two pixels a byte, left one high.
"""
import sys
from PIL import Image, ImageDraw, ImageFont

SIZE = 56
font = ImageFont.truetype(sys.argv[1], SIZE)
ascent, descent = font.getmetrics()
height = ascent + descent
out = bytearray([height])
for code in range(32, 127):
    letter = chr(code)
    advance = round(font.getlength(letter))
    width = max(advance + 4, 2)
    width += width % 2
    image = Image.new("L", (width, height), 0)
    ImageDraw.Draw(image).text((0, 0), letter, fill=255, font=font)
    pixels = image.load()
    out += bytes([advance, width])
    for y in range(height):
        for x in range(0, width, 2):
            out.append((pixels[x, y] >> 4) << 4 | pixels[x + 1, y] >> 4)
open(sys.argv[2], "wb").write(out)

"""Compares decoded files with Pillow's pixels: compare_images.py FOLDER FILE...; FOLDER/<number>.ppm is ours."""
import os
import sys

import numpy as np
from PIL import Image

folder, files = sys.argv[1], sys.argv[2:]
same = other = absent = 0
for i, file in enumerate(files):
    ours = f"{folder}/{i}.ppm"
    if not os.path.exists(ours):
        absent += 1
        continue
    image = Image.open(file)
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    a, b = np.asarray(image).astype(int), np.asarray(Image.open(ours)).astype(int)
    if a.ndim < b.ndim:
        a = np.repeat(a[..., None], 3, 2)
    if a.shape == b.shape and (a == b).all():
        same += 1
        continue
    other += 1
    print(f"{file}: " + (f"mean difference {np.abs(a - b).mean():.4f}, largest {np.abs(a - b).max()}" if a.shape == b.shape else f"{a.shape}, here {b.shape}"))
print(f"{same} files have the same pixels, {other} differ, {absent} are refused")

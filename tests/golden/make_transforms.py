"""What Pillow and torchvision make of images/source.png: make_transforms.py (needs Pillow, torchvision).

Writes transforms/exact.txt (call, width, height, channels, SHA-256 of the pixels) for what must be equal byte by byte, and
transforms/near-*.png for what must be equal within one level.
"""
import hashlib
import os

import torch
from PIL import Image, ImageOps
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "transforms")
os.makedirs(out, exist_ok=True)
source = Image.open(os.path.join(here, "images", "source.png")).convert("RGB")
grey = source.convert("L")
alpha = source.copy()
alpha.putalpha(grey)
lines = []


def exact(call, image):
    lines.append(f"{call} {image.width} {image.height} {len(image.getbands())} {hashlib.sha256(image.tobytes()).hexdigest()}")


def near(name, image):
    image.save(os.path.join(out, f"near-{name}.png"))


kernels = {"Nearest": Image.NEAREST, "Box": Image.BOX, "Bilinear": Image.BILINEAR, "Hamming": Image.HAMMING, "Bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS}
for name, kernel in kernels.items():
    for size in ((16, 13), (33, 11), (11, 27), (7, 40), (50, 41), (100, 9), (1, 1), (2, 3)):
        exact(f"resize:rgb:{name}:{size[0]}:{size[1]}", source.resize(size, kernel))
    exact(f"resize:grey:{name}:20:15", grey.resize((20, 15), kernel))
    exact(f"resize:alpha:{name}:20:15", alpha.resize((20, 15), kernel))
for factor in (0, 0.4, 1.3, 1.9):
    exact(f"brightness:{factor}", F.adjust_brightness(source, factor))
    exact(f"contrast:{factor}", F.adjust_contrast(source, factor))
    exact(f"saturation:{factor}", F.adjust_saturation(source, factor))
    exact(f"sharpness:{factor}", F.adjust_sharpness(source, factor))
for turn in (-0.5, -0.13, 0.05, 0.4):
    exact(f"hue:{turn}", F.adjust_hue(source, turn))
for bits in (1, 4, 8):
    exact(f"posterize:{bits}", F.posterize(source, bits))
for threshold in (0, 100.5, 255):
    exact(f"solarize:{threshold}", F.solarize(source, threshold))
dull = source.point(lambda v: 60 + v // 3)
exact("autocontrast", F.autocontrast(dull))
exact("equalize", F.equalize(source))
exact("invert", F.invert(source))
exact("greyscale", F.rgb_to_grayscale(source, 3))
exact("centercrop:21:12", F.center_crop(source, (12, 21)))
exact("centercrop:40:31", F.center_crop(source, (31, 40)))
exact("flip", F.hflip(source))
exact("flop", F.vflip(source))

modes = {"Nearest": InterpolationMode.NEAREST, "Bilinear": InterpolationMode.BILINEAR, "Bicubic": InterpolationMode.BICUBIC}
for name, mode in modes.items():
    near(f"rotate-{name}", F.rotate(source, 17, mode, fill=9))
    near(f"affine-{name}", F.affine(source, -12, [3, -2], 1.2, [8, 5], mode, fill=9))
    near(f"perspective-{name}", F.perspective(source, [[0, 0], [32, 0], [32, 26], [0, 26]], [[3, 2], [28, 5], [30, 22], [1, 25]], mode, fill=9))
near("blur", F.gaussian_blur(source, [5, 5], [1.3, 1.3]))
tensor = F.pil_to_tensor(source)
for name in ("Bilinear", "Bicubic"):
    near(f"plain-{name}", F.to_pil_image(F.resize(tensor, [15, 20], modes[name], antialias=False)))
    near(f"plain-up-{name}", F.to_pil_image(F.resize(tensor, [41, 50], modes[name], antialias=False)))

with open(os.path.join(out, "exact.txt"), "w") as file:
    file.write("\n".join(lines) + "\n")
print(len(lines), "lines")

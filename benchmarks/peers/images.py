"""Times Pillow (libjpeg-turbo) and torchvision: images.py decode|pipeline FILE...; one thread; a line of milliseconds for each file."""
import io
import sys
import time
import warnings

warnings.filterwarnings("ignore")
from PIL import Image

mode, files = sys.argv[1], sys.argv[2:]
if mode == "pipeline":
    import torch
    from torchvision import transforms

    torch.set_num_threads(1)
    steps = transforms.Compose([
        transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))])


def once(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image if mode == "decode" else steps(image.convert("RGB"))


for file in files:
    data = open(file, "rb").read()
    start = time.perf_counter()
    while time.perf_counter() - start < 0.2:
        once(data)
    samples, start = [], time.perf_counter()
    while len(samples) < 9 or time.perf_counter() - start < 0.3:
        begin = time.perf_counter()
        once(data)
        samples.append((time.perf_counter() - begin) * 1e3)
    print(f"{sorted(samples)[len(samples) // 2]:.3f}")

"""PyTorch's side of run-models.sh: median milliseconds of a training step or forward pass, and the growth of the peak resident size.

usage: models.py train|forward MODEL THREADS SHAPE
"""
import resource
import sys
import time

import torch
import torchvision
from torch import nn
from torch.nn import functional as F


class Stage(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        def conv(x, y):
            return nn.Conv2d(x, y, 3, padding=1, bias=False)
        self.conv, self.bn = conv(a, b), nn.BatchNorm2d(b)
        self.conv1, self.bn1, self.conv2, self.bn2 = conv(b, b), nn.BatchNorm2d(b), conv(b, b), nn.BatchNorm2d(b)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn(self.conv(x)), inplace=True), 2)
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu(self.bn2(self.conv2(y)) + x, inplace=True)


class SmallCnn(nn.Module):
    """The default network of nabla train."""

    def __init__(self, width=32, classes=10):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(1, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        self.stages = nn.Sequential(Stage(width, width * 2), Stage(width * 2, width * 4))
        self.drop, self.head = nn.Dropout(0.1), nn.Linear(width * 4, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn(self.conv(x)), inplace=True), 2)
        return self.head(self.drop(F.adaptive_avg_pool2d(self.stages(x), 1).flatten(1)))


mode, name, threads, shape = sys.argv[1], sys.argv[2], int(sys.argv[3]), [int(v) for v in sys.argv[4].split(",")]
torch.set_num_threads(threads)
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
more = {"init_weights": False, "aux_logits": False} if name == "googlenet" else {}
model = SmallCnn() if name == "smallcnn" else getattr(torchvision.models, name)(weights=None, **more)
x = torch.randn(*shape)
times = []
if mode == "train":
    model.train()
    optimizer = torch.optim.AdamW(model.parameters())
    y = torch.randint(0, 10, (shape[0],))

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
else:
    model.eval()

    def step():
        with torch.no_grad():
            model(x)
for _ in range(3):
    step()
for _ in range(9):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1e3)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
print(f"{sorted(times)[4]:.3f} {grown / 1024:.1f}")

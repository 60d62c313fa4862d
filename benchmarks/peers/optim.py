"""Median milliseconds of an optimiser's step over ResNet-50's parameters in PyTorch, the better of its two implementations. usage: optim.py THREADS NAME..."""
import statistics
import sys
import time

import torch
import torchvision

torch.set_num_threads(int(sys.argv[1]))
parameters = list(torchvision.models.resnet50(weights=None).parameters())
for p in parameters:
    p.grad = torch.full_like(p, 1e-3)
for name in sys.argv[2:]:
    best = None
    for foreach in (False, True):
        o = getattr(torch.optim, name)(parameters, lr=1e-3, foreach=foreach, **({"momentum": 0.9} if name == "SGD" else {}))
        begin, n = time.perf_counter(), 0
        while n < 3 or time.perf_counter() - begin < 0.5:
            o.step()
            n += 1
        samples = []
        for _ in range(9):
            start = time.perf_counter()
            o.step()
            samples.append((time.perf_counter() - start) * 1e3)
        median = statistics.median(samples)
        best = median if best is None else min(best, median)
        del o
    print(name, f"{best:.2f}")

"""Times the shapes of ConvBench.cs with PyTorch: conv.py [part of a name] [--best] [--cpu]; OMP_NUM_THREADS sets the threads (1)."""
import os
import re
import sys
import time

import torch

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
here = os.path.dirname(os.path.abspath(__file__))
source = open(os.path.join(here, "..", "Nabla.Kernels.Bench", "ConvBench.cs")).read()
best = "--best" in sys.argv
clock = time.thread_time if "--cpu" in sys.argv else time.perf_counter
only = next((a for a in sys.argv[1:] if a not in ("--best", "--cpu")), "")


def median(work, budget=0.15):
    work()
    samples, start = [], time.perf_counter()
    while len(samples) < 5 or time.perf_counter() - start < budget:
        t = clock()
        work()
        samples.append(clock() - t)
    return sorted(samples)[0 if best else len(samples) // 2] * 1e3


for name, rest in re.findall(r'\("([\w.]+)", ([\d, ]+)\)', source):
    if only not in name:
        continue
    batch, cin, cout, size, kernel, stride, padding, groups = map(int, rest.split(","))
    x, w = torch.rand(batch, cin, size, size) - 0.5, torch.rand(cout, cin // groups, kernel, kernel) - 0.5
    args = ([stride] * 2, [padding] * 2, [1, 1], False, [0, 0], groups)
    with torch.no_grad():
        y = torch.convolution(x, w, None, *args)
        forward = median(lambda: torch.convolution(x, w, None, *args))
        back = lambda mask: torch.ops.aten.convolution_backward(y, x, w, None, *args, mask)
        gx = median(lambda: back([True, False, False]))
        gw = median(lambda: back([False, True, False]))
    flops = 2e-6 * y.numel() * (cin // groups) * kernel * kernel
    print(f"{name:22} ms forward {forward:7.3f} input {gx:7.3f} weight {gw:7.3f}   GFLOP/s {flops/forward:6.1f} {flops/gx:6.1f} {flops/gw:6.1f}", flush=True)

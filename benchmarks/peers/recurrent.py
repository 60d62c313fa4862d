"""PyTorch's side of run-recurrent.sh: median milliseconds of a forward pass, or of forward and backward.

usage: recurrent.py lstm|gru|rnn forward|train THREADS T N INPUTS UNITS LAYERS
"""
import sys
import time

import torch
from torch import nn

kind, mode, threads, t, n, inputs, units, layers = sys.argv[1], sys.argv[2], *[int(v) for v in sys.argv[3:]]
torch.set_num_threads(threads)
network = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[kind](inputs, units, layers)
x = torch.randn(t, n, inputs)
times = []
begin = time.perf_counter()
while len(times) < 9 or time.perf_counter() - begin < 2.5:
    start = time.perf_counter()
    if mode == "train":
        network(x)[0].sum().backward()
        network.zero_grad(set_to_none=True)
    else:
        with torch.no_grad():
            network(x)
    if time.perf_counter() - begin > 1:
        times.append((time.perf_counter() - start) * 1e3)
print(f"{sorted(times)[len(times) // 2]:.3f}")

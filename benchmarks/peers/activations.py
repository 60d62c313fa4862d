"""Activations of PyTorch on one thread over 32,768 float32 values, in nanoseconds a value: the peer of `Nabla.Kernels.Bench activations`."""
import time

import torch
import torch.nn.functional as F

COUNT = 1 << 15
FUNCTIONS = {
    "relu": F.relu, "exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "silu": F.silu, "erf": torch.erf, "erfc": torch.erfc, "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "softplus": F.softplus, "mish": F.mish, "elu": F.elu, "logsigmoid": F.logsigmoid,
}


def main():
    """Best of ten samples of forty calls."""
    torch.set_num_threads(1)
    x = torch.rand(COUNT) * 8 - 4
    for name, function in FUNCTIONS.items():
        for _ in range(50):
            function(x)
        best = float("inf")
        for _ in range(10):
            start = time.perf_counter()
            for _ in range(40):
                function(x)
            best = min(best, (time.perf_counter() - start) / 40)
        print(f"{name:<20} {best / COUNT * 1e9:8.2f}")


if __name__ == "__main__":
    main()

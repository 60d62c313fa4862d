"""Reproducible input data: every draw depends only on the key it was seeded with."""
import zlib

import numpy as np
import torch

NAN, INF = float("nan"), float("inf")
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.5, 3.5, 1e-30, -1e-30, 1e30, -1e30, INF, -INF, NAN]


class Data:
    """Draws from a Mersenne twister seeded with a text."""

    def __init__(self, key):
        self._random = np.random.RandomState(zlib.crc32(key.encode()) & 0xFFFFFFFF)

    def real(self, shape, low=-2.0, high=2.0, dtype=torch.float32):
        """Uniform reals of a given shape."""
        return torch.tensor(self._random.uniform(low, high, size=tuple(shape)), dtype=dtype).reshape(tuple(shape))

    def f64(self, shape, low=-2.0, high=2.0):
        """Uniform float64."""
        return self.real(shape, low, high, torch.float64)

    def integers(self, shape, low=-5, high=6, dtype=torch.int64):
        """Uniform integers in [low, high)."""
        return torch.tensor(self._random.randint(low, high, size=tuple(shape)), dtype=dtype).reshape(tuple(shape))

    def bools(self, shape, share=0.5):
        """Booleans, true with the given share."""
        return torch.tensor(self._random.uniform(size=tuple(shape)) < share).reshape(tuple(shape))

    def permutation(self, count):
        """A permutation of 0..count-1."""
        return torch.tensor(self._random.permutation(count))

    def distinct(self, shape, dtype=torch.float32, scale=0.25):
        """Reals without ties, well apart, in random order."""
        count = int(np.prod(shape))
        return (torch.tensor(self._random.permutation(count) - count // 2, dtype=torch.float64) * scale).to(dtype).reshape(tuple(shape))


def special(dtype=torch.float32):
    """Signed zeros, infinities, NaN, tiny and huge values."""
    return torch.tensor(SPECIAL, dtype=dtype)

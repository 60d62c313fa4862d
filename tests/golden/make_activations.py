"""Elementwise activations in 400-bit arithmetic (mpmath) at float64 arguments, as pairs of float64: kernels/activations.csv.

A line is name,x,high,low in hexadecimal bit patterns; high + low is the value to about 106 bits. Scalars below are float64 constants, as in the library.
"""
import os
import struct

import mpmath as mp
import numpy as np

mp.mp.prec = 400
M = mp.mpf
LAMBDA, ALPHA, SLOPE = M(1.0507009873554804934), M(1.6732632423543772848), 2 * mp.sqrt(2 / mp.pi)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 200 else x + mp.exp(-x)


FUNCTIONS = {
    "exp": mp.exp,
    "expm1": mp.expm1,
    "erf": mp.erf,
    "erfc": mp.erfc,
    "sigmoid": sigmoid,
    "tanh": mp.tanh,
    "tanhshrink": lambda x: x - mp.tanh(x) if abs(x) > 1e-15 else x**3 / 3 * (1 - 2 * x * x / 5),
    "silu": lambda x: x * sigmoid(x),
    "swish": lambda x: x * sigmoid(M(1.5) * x),
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "gelu_tanh": lambda x: x * sigmoid(SLOPE * (x + M(0.044715) * x**3)),
    "mish": lambda x: x * mp.tanh(softplus(x)),
    "tanhexp": lambda x: x * mp.tanh(mp.exp(x)) if x < 20 else x,
    "serf": lambda x: x * mp.erf(softplus(x)) if x < 200 else x,
    "snake": lambda x: x + mp.sin(M(0.5) * x) ** 2 / M(0.5),
    "smu": lambda x: x * (M(0.25) + M(0.375) * mp.erfc(-M(2.5) * M(0.75) * x)),
    "softplus": lambda x: x if x > 20 else softplus(x),
    "logsigmoid": lambda x: -softplus(-x),
    "elu": lambda x: x if x > 0 else mp.expm1(x),
    "selu": lambda x: LAMBDA * (x if x > 0 else ALPHA * mp.expm1(x)),
    "celu": lambda x: x if x > 0 else M(0.5) * mp.expm1(2 * x),
    "hardsigmoid": lambda x: min(max(x + 3, 0), 6) / M(6),
    "hardswish": lambda x: x * min(max(x + 3, 0), 6) / M(6),
    "hardmish": lambda x: x / 2 * min(max(x + 2, 0), 2),
    "softsign": lambda x: x / (1 + abs(x)),
}


def points(rng, name):
    sign = rng.choice([-1, 1], 40)
    x = np.concatenate([
        rng.uniform(-1, 1, 20), rng.uniform(-6, 6, 40), rng.uniform(-45, 45, 20), rng.uniform(-745, 0, 20),
        np.exp(rng.uniform(np.log(1e-300), np.log(1e-3), 20)) * sign[:20], np.exp(rng.uniform(np.log(1e-8), np.log(5), 20)) * sign[20:],
        np.exp(rng.uniform(0, np.log(1e150), 6)) * sign[:6], -rng.uniform(25, 38.4, 14)])
    return x[np.abs(x) < 6e4] if name == "snake" else x


def bits(value):
    return struct.pack(">d", value).hex()


def main():
    rng = np.random.default_rng(8)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernels")
    with open(os.path.join(folder, "activations.csv"), "w", encoding="ascii") as file:
        for name, function in FUNCTIONS.items():
            for x in points(rng, name):
                if name in ("exp", "expm1") and x > 709 or abs(x) > 1e10 and x < 0 and name in ("gelu", "erfc", "smu"):
                    continue
                try:
                    y = function(M(float(x)))
                except OverflowError:
                    continue
                high = float(y)
                file.write(f"{name},{bits(float(x))},{bits(high)},{bits(float(y - M(high)))}\n")


if __name__ == "__main__":
    main()

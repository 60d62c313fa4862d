"""Elementwise functions of one argument."""
import torch

from golden.data import INF, NAN, SPECIAL, special
from golden.family import Family
from golden.views import View

# op -> range of the ordinary inputs
SMOOTH = {
    "exp": (-3, 3), "exp2": (-3, 3), "expm1": (-3, 3), "log": (0.05, 5), "log2": (0.05, 5), "log10": (0.05, 5),
    "log1p": (-0.9, 5), "sqrt": (0.05, 5), "rsqrt": (0.05, 5), "square": (-3, 3), "reciprocal": (0.2, 3), "neg": (-3, 3),
    "abs": (-3, 3), "sin": (-6, 6), "cos": (-6, 6), "tan": (-1.4, 1.4), "asin": (-0.95, 0.95), "acos": (-0.95, 0.95),
    "atan": (-4, 4), "sinh": (-3, 3), "cosh": (-3, 3), "tanh": (-3, 3), "asinh": (-4, 4), "acosh": (1.1, 5),
    "atanh": (-0.95, 0.95), "erf": (-3, 3), "erfc": (-3, 3), "erfinv": (-0.95, 0.95), "lgamma": (0.2, 6),
    "digamma": (0.2, 6), "sigmoid": (-5, 5), "sinc": (-3, 3), "deg2rad": (-360, 360), "rad2deg": (-7, 7),
}
STEPPED = ("floor", "ceil", "round", "trunc", "frac", "sign", "sgn")
TESTS = ("isnan", "isinf", "isfinite", "isposinf", "isneginf", "signbit")
INTEGER_RESULT = {"neg", "abs", "square", "sign", "sgn", "floor", "ceil", "trunc", "round"}


def ordinary(family, d, low, high):
    """Shapes, strides and float types common to all functions."""
    family.add("f32", [d.real((67,), low, high)])
    family.add("f64", [d.f64((2, 3, 4), low, high)])
    family.add("scalar", [d.real((), low, high)])
    family.add("empty", [d.real((0, 3))])
    family.add("transposed", [View(d.real((5, 7), low, high), ("transpose", 0, 1))])
    family.add("strided", [View(d.f64((4, 9), low, high), ("slice", 1, 1, 9, 3), ("slice", 0, 0, 4, 2))])
    family.add("expanded", [View(d.real((3, 1), low, high), ("expand", 3, 4))])


def smooth():
    """Functions with a gradient."""
    family = Family("unary")
    for op, (low, high) in SMOOTH.items():
        d = family.begin(op)
        ordinary(family, d, low, high)
        family.add("special f32", [special()], lenient=True)
        family.add("special f64", [special(torch.float64)], lenient=True)
        if op not in ("frac",):
            family.add("int64", [d.integers((7,), -3 if op in INTEGER_RESULT else 1, 4)])
            family.add("uint8", [d.integers((5,), 1, 3, torch.uint8)])
        if op not in ("abs", "neg", "square"):
            family.add("bool", [torch.tensor([True, False])])
        if op in ("exp", "tanh", "sigmoid", "sqrt", "neg", "abs", "log"):
            family.add("bfloat16", [d.real((9,), max(low, -2), min(high, 2), torch.bfloat16)], grad=False)
    d = family.begin("logit")
    ordinary(family, d, 0.05, 0.95)
    family.add("eps", [d.real((3, 5), -0.2, 1.2)], eps=0.1)
    family.add("special", [torch.tensor([0.0, 1.0, -0.5, 1.5, NAN])], lenient=True)
    d = family.begin("nan_to_num")
    family.add("default", [special()])
    family.add("default f64", [special(torch.float64)])
    family.add("values", [special()], nan=1.5, posinf=2.0, neginf=-3.0)
    family.add("int32", [d.integers((4,), dtype=torch.int32)])
    d = family.begin("erf")
    family.add("tails", [torch.linspace(-6, 6, 41)])
    d = family.begin("erfinv")
    family.add("tails f64", [torch.tensor([-1, -0.999999, -0.9, 0, 1e-10, 0.9, 0.999999, 1, 1.5, NAN], dtype=torch.float64)], lenient=True)
    d = family.begin("lgamma")
    family.add("negative f64", [torch.tensor([-0.5, -1.5, -2.25, -7.3, 1e-8, 50.5, 170.0, 1e6], dtype=torch.float64)])
    family.add("poles", [torch.tensor([0.0, -1.0, -2.0])], lenient=True)
    d = family.begin("digamma")
    family.add("negative f64", [torch.tensor([-0.5, -1.5, -2.25, -7.3, 1e-3, 50.5, 170.0, 1e6], dtype=torch.float64)])
    family.begin("sin")
    family.add("large f64", [torch.tensor([1e2, 1e4, 1e6, -12345.678], dtype=torch.float64)])
    family.begin("exp")
    family.add("range", [torch.tensor([-110.0, -104, -100, -88, -87, 0, 87, 88, 88.7, 89, 100])])
    family.begin("log")
    family.add("range", [torch.tensor([1e-45, 1e-40, 1.1754944e-38, 1.0, 3.4e38])], grad=False)
    family.begin("sinc")
    # PyTorch's gradient cancels there.
    family.add("near zero", [torch.tensor([0.0, 1e-8, -1e-4, 1.0, 2.0], dtype=torch.float64)], grad=False)
    family.begin("abs")
    family.add("int8 lowest", [torch.tensor([-128, -127, 127], dtype=torch.int8)])
    family.begin("sigmoid")
    family.add("saturated", [torch.tensor([-200.0, -100, -50, -20, 20, 50, 100, 200])])
    return family


def stepped():
    """Rounding, sign and classification."""
    family = Family("rounding")
    values = torch.tensor([-2.5, -1.5, -1.2, -0.5, -0.0, 0.0, 0.3, 0.5, 1.5, 2.5, 3.7, 1e9, INF, -INF, NAN])
    for op in STEPPED:
        d = family.begin(op)
        ordinary(family, d, -3, 3)
        family.add("halves", [values])
        family.add("halves f64", [values.double()])
        if op not in ("frac",):
            family.add("int32", [d.integers((6,), dtype=torch.int32)])
    d = family.begin("round_decimals", torch.round)
    family.add("two", [d.f64((3, 4))], decimals=2)
    family.add("minus one", [d.f64((5,), -100, 100)], decimals=-1)
    for op in TESTS:
        d = family.begin(op)
        family.add("special f32", [special()])
        family.add("special f64", [special(torch.float64)])
        family.add("strided", [View(special().reshape(4, 4), ("transpose", 0, 1))])
        family.add("int32", [d.integers((4,), dtype=torch.int32)])
        family.add("empty", [d.real((0,))])
    for op, dtypes in (("logical_not", (torch.float32, torch.int64, torch.uint8, torch.bool)),
                       ("bitwise_not", (torch.int8, torch.int32, torch.int64, torch.uint8, torch.bool))):
        d = family.begin(op)
        for dtype in dtypes:
            family.add(str(dtype)[6:], [d.integers((2, 4), 0, 3).to(dtype)])
    family.begin("logical_not")
    family.add("special", [torch.tensor(SPECIAL)])
    return family


def families():
    """The files of this module."""
    return [smooth(), stepped()]

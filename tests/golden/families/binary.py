"""Elementwise arithmetic of two arguments: broadcasting, views, special values, integer rules."""
import torch

from golden.data import INF, NAN
from golden.family import Family, lookup
from golden.views import View

FLOATS = ("add", "sub", "mul", "div", "pow", "atan2", "hypot", "maximum", "minimum", "fmax", "fmin", "copysign",
          "logaddexp", "logaddexp2", "remainder", "fmod", "xlogy", "ldexp", "float_power")
PAIRS = [(a, b) for a in (0.0, -0.0, 1.5, -2.0, INF, -INF, NAN) for b in (0.0, -0.0, 1.0, -3.0, INF, -INF, NAN)]
POSITIVE = ("pow", "xlogy", "float_power")


def floats():
    """Real arithmetic with gradients."""
    family = Family("binary")
    a, b = torch.tensor(PAIRS).unbind(1)
    for op in FLOATS:
        d = family.begin(op)
        low = 0.2 if op in POSITIVE else -3
        second = (lambda shape, dtype=torch.float32: d.real(shape, 0.2, 3, dtype)) if op in POSITIVE else \
            (lambda shape, dtype=torch.float32: d.real(shape, 0.3, 3, dtype) * (d.integers(shape, 0, 2) * 2 - 1))
        double = torch.float64
        family.add("f32", [d.real((67,), low, 3), second((67,))])
        family.add("f64", [d.f64((2, 3, 4), low, 3), second((2, 3, 4), double)])
        family.add("broadcast row", [d.real((3, 4), low, 3), second((4,))])
        family.add("broadcast column", [d.real((3, 1), low, 3), second((3, 4))])
        family.add("broadcast both f64", [d.f64((2, 1, 3), low, 3), second((4, 1), double)])
        family.add("scalar tensor", [d.real((2, 3), low, 3), second(())])
        family.add("two scalars", [d.real((), low, 3), second(())])
        family.add("empty", [d.real((0, 3)), d.real((3,))])
        family.add("strided", [View(d.real((5, 4), low, 3), ("transpose", 0, 1)), View(second((4, 10)), ("slice", 1, 0, 10, 2))])
        family.add("expanded", [View(d.real((1, 4), low, 3), ("expand", 3, 4)), second((3, 4))])
        # PyTorch computes parts of these gradients in the narrower type: widen both sides first.
        family.through(lambda x, y, f=lookup(op): f(x.double(), y.double()))
        family.add("mixed float", [d.real((3,), low, 3), second((3,), double)])
        family.through(lookup(op))
        family.add("int and float", [d.integers((3,), 1, 4), second((3,))])
        if op not in ("ldexp",):
            family.add("special", [a.clone(), b.clone()], lenient=True)
            family.add("special f64", [a.double(), b.double()], lenient=True)
        if op in ("add", "sub", "mul", "div", "maximum"):
            family.add("bfloat16", [d.real((9,), dtype=torch.bfloat16), d.real((9,), 0.5, 2, torch.bfloat16)], grad=False)
    for op in ("add", "sub"):
        d = family.begin(op)
        family.add("alpha", [d.real((2, 3)), d.real((3,))], alpha=-2.5)
        family.add("alpha int", [d.integers((2, 3)), d.integers((3,))], alpha=3)
    d = family.begin("div")
    for mode in ("floor", "trunc"):
        family.add(f"{mode} f32", [d.real((3, 4), -9, 9), d.real((4,), 0.3, 3)], grad=False, rounding_mode=mode)
        family.add(f"{mode} special", [a.clone(), b.clone()], grad=False, rounding_mode=mode)
        family.add(f"{mode} int", [d.integers((9,), -9, 10), torch.tensor([2, -2, 3, -3, 1, -1, 4, -4, 5])], rounding_mode=mode)
    family.begin("maximum")
    family.add("ties", [torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 2.0, 1.0])])
    family.begin("minimum")
    family.add("ties", [torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 2.0, 4.0])])
    family.begin("pow")
    base, exponent = [-2.0, -2.0, -1.5, 0.0, 0.0, 2.0, 4.0], [2.0, -1.0, 3.0, 0.0, 2.0, 0.0, 0.5]
    family.add("negative bases", [torch.tensor(base), torch.tensor(exponent)], constant=(1,))
    return family


def integers():
    """Integer arithmetic: wrap-around, division rules, bits."""
    family = Family("integers")
    kinds = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)
    for op in ("add", "sub", "mul", "div", "floor_divide", "remainder", "fmod", "maximum", "minimum", "pow",
               "bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm", "bitwise_left_shift", "bitwise_right_shift"):
        d = family.begin(op)
        for kind in kinds:
            signed = kind != torch.uint8
            x = d.integers((2, 4), -100 if signed else 0, 100 if signed else 250, kind)
            y = d.integers((4,), 1, 5, kind)
            if signed and op not in ("pow", "bitwise_left_shift", "bitwise_right_shift"):
                y = y * torch.tensor([1, -1, 1, -1], dtype=kind)
            family.add(str(kind)[6:], [x, y])
    for op in ("bitwise_and", "bitwise_or", "bitwise_xor", "logical_and", "logical_or", "logical_xor", "mul", "add", "maximum"):
        d = family.begin(op)
        family.add("bool", [torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])])
    for op in ("logical_and", "logical_or", "logical_xor"):
        d = family.begin(op)
        family.add("floats", [torch.tensor([0.0, -0.0, 2.0, NAN]), torch.tensor([1.0, 0.0, 0.0, 3.0])])
        family.add("mixed broadcast", [d.integers((3, 1), 0, 2), d.bools((4,))])
    for op in ("add", "mul"):
        d = family.begin(op)
        family.add("wrap int32", [torch.tensor([2**31 - 1, -2**31], dtype=torch.int32), torch.tensor([2, 3], dtype=torch.int32)])
        family.add("wrap int64", [torch.tensor([2**63 - 1, -2**63]), torch.tensor([2, 3])])
    d = family.begin("floor_divide")
    family.add("floats", [d.real((3, 4), -9, 9), d.real((4,), 0.3, 3)])
    family.add("special", [torch.tensor(PAIRS)[:, 0].clone(), torch.tensor(PAIRS)[:, 1].clone()])
    family.add("signs", [torch.tensor([7, -7, 7, -7]), torch.tensor([2, 2, -2, -2])])
    d = family.begin("heaviside")
    family.add("f32", [torch.tensor([-1.5, 0.0, -0.0, 2.0, NAN]), torch.tensor(0.5)])
    d = family.begin("nextafter")
    family.add("f32", [torch.tensor([1.0, 1.0, 0.0, -1.0, INF]), torch.tensor([2.0, 0.0, 1.0, -2.0, 0.0])])
    family.add("f64", [torch.tensor([1.0, 0.0], dtype=torch.float64), torch.tensor([2.0, -1.0], dtype=torch.float64)])
    return family


def families():
    """The files of this module."""
    return [floats(), integers()]

"""Comparisons, where, clamp, lerp and other pointwise choices."""
import torch

from golden.data import INF, NAN, special
from golden.family import Family
from golden.views import View

COMPARE = ("eq", "ne", "lt", "le", "gt", "ge")


def comparisons():
    """Comparisons give booleans and no gradient."""
    family = Family("comparison")
    values = torch.tensor([0.0, -0.0, 1.0, INF, -INF, NAN])
    for op in COMPARE:
        d = family.begin(op)
        family.add("grid of special values", [values[:, None].clone(), values.clone()])
        family.add("f64 broadcast", [d.integers((2, 1, 3), 0, 3).double(), d.integers((4, 1), 0, 3).double()])
        family.add("int64", [d.integers((3, 4), 0, 3), d.integers((4,), 0, 3)])
        family.add("uint8 and int32", [d.integers((6,), 0, 4, torch.uint8), d.integers((6,), -2, 4, torch.int32)])
        family.add("int and float", [d.integers((6,), 0, 3), torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])])
        family.add("bool", [d.bools((6,)), d.bools((6,))])
        family.add("long", [d.integers((67,), 0, 3).float(), d.integers((67,), 0, 3).float()])
        family.add("strided", [View(d.integers((4, 3), 0, 3), ("transpose", 0, 1)), View(d.integers((3, 8), 0, 3), ("slice", 1, 0, 8, 2))])
        family.add("empty", [d.real((0, 3)), d.real((3,))])
        function = getattr(torch, op)
        d = family.begin(f"{op}_scalar", lambda x, other, f=function: f(x, other))
        family.add("f32", [torch.tensor([0.0, 0.1, 0.5, 1.0, NAN])], other=0.5)
        family.add("int with float", [d.integers((6,), 0, 3)], other=1.5)
        family.add("int", [d.integers((6,), 0, 3)], other=1)
    d = family.begin("isclose")
    family.add("default", [torch.tensor([1.0, 1.0, INF, NAN, 0.0]), torch.tensor([1.000001, 1.1, INF, NAN, 1e-9])], rtol=1e-5, atol=1e-8, equal_nan=False)
    family.add("nan", [torch.tensor([NAN, 1.0]), torch.tensor([NAN, 1.05])], rtol=0.1, atol=0.0, equal_nan=True)
    d = family.begin("allclose")
    family.add("true", [torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.000001])], rtol=1e-5, atol=1e-8)
    family.add("false", [torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1])], rtol=1e-5, atol=1e-8)
    d = family.begin("equal")
    family.add("true", [torch.tensor([1, 2]), torch.tensor([1, 2])])
    family.add("false", [torch.tensor([1, 2]), torch.tensor([1, 3])])
    family.add("shapes", [torch.tensor([1, 2]), torch.tensor([[1, 2]])])
    return family


def choices():
    """Pointwise choices with gradients."""
    family = Family("choice")
    d = family.begin("where")
    family.add("f32", [d.bools((67,)), d.real((67,)), d.real((67,))])
    family.add("broadcast f64", [d.bools((3, 1)), d.f64((4,)), d.f64((2, 1, 4))])
    family.add("condition row", [d.bools((4,)), d.real((3, 4)), d.real((3, 4))])
    family.add("scalars", [torch.tensor(True), d.real(()), d.real(())])
    family.add("nan in the other branch", [torch.tensor([True, False]), torch.tensor([1.0, NAN]), torch.tensor([NAN, 2.0])])
    family.add("int64", [d.bools((2, 3)), d.integers((2, 3)), d.integers((3,))])
    family.add("strided", [View(d.bools((4, 3)), ("transpose", 0, 1)), View(d.real((3, 8)), ("slice", 1, 0, 8, 2)), d.real((3, 4))])
    family.add("empty", [d.bools((0, 3)), d.real((0, 3)), d.real((3,))])
    d = family.begin("clamp")
    family.add("both", [d.real((67,))], min=-0.5, max=1.0)
    family.add("min f64", [d.f64((2, 3, 4))], min=0.25)
    family.add("max", [View(d.real((4, 5)), ("transpose", 0, 1))], max=0.25)
    family.add("at the bounds", [torch.tensor([-1.0, 0.0, 1.0, 2.0])], min=0.0, max=1.0)
    family.add("crossed bounds", [torch.tensor([-1.0, 0.5, 2.0])], min=1.0, max=0.0)
    family.add("special", [special()], lenient=True, min=-1.0, max=1.0)
    family.add("int64", [d.integers((6,))], min=-2, max=3)
    family.add("empty", [d.real((0,))], min=0.0)
    d = family.begin("clamp_tensor", lambda x, low=None, high=None: torch.clamp(x, low, high))
    family.add("both", [d.real((3, 4)), d.real((4,), -1, 0), d.real((3, 1), 0, 1)])
    family.add("min f64", [d.f64((3, 4)), d.f64((4,)), None])
    family.add("max", [d.real((3, 4)), None, d.real((3, 4))])
    d = family.begin("lerp")
    family.add("tensor weight", [d.real((3, 4)), d.real((3, 4)), d.real((3, 4), 0, 1)])
    family.add("broadcast f64", [d.f64((3, 1)), d.f64((4,)), d.f64((), 0, 1)])
    family.add("beyond", [torch.tensor([1.0, 1.0]), torch.tensor([3.0, 5.0]), torch.tensor([-0.5, 1.5])])
    d = family.begin("lerp_scalar", lambda x, y, weight: torch.lerp(x, y, weight))
    family.add("f32", [d.real((67,)), d.real((67,))], weight=0.3)
    family.add("f64", [d.f64((2, 3)), d.f64((3,))], weight=0.75)
    for op in ("addcmul", "addcdiv"):
        d = family.begin(op)
        family.add("f32", [d.real((67,)), d.real((67,)), d.real((67,), 0.5, 2)], value=1.0)
        family.add("value f64", [d.f64((2, 1, 4)), d.f64((3, 1)), d.f64((4,), 0.5, 2)], value=-0.5)
        family.add("strided", [d.real((3, 4)), View(d.real((4, 3)), ("transpose", 0, 1)), View(d.real((1, 4), 0.5, 2), ("expand", 3, 4))], value=2.0)
    family.begin("addcmul")
    family.add("int64", [torch.tensor([1, 2]), torch.tensor([3, 4]), torch.tensor([5, 6])], value=2)
    d = family.begin("masked_fill", lambda x, mask, value: x.masked_fill(mask, value))
    family.add("f32", [d.real((3, 4)), d.bools((3, 4))], value=-1.5)
    family.add("infinity", [d.f64((3, 4)), d.bools((4,))], value=-INF)
    family.add("strided", [View(d.real((4, 3)), ("transpose", 0, 1)), d.bools((3, 1))], value=0.0)
    family.add("int64", [d.integers((5,)), d.bools((5,))], value=9)
    d = family.begin("masked_fill_tensor", lambda x, mask, value: x.masked_fill(mask, value))
    family.add("f32", [d.real((3, 4)), d.bools((3, 4)), d.real(())])
    return family


def families():
    """The files of this module."""
    return [comparisons(), choices()]

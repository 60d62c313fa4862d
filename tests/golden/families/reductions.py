"""Reductions over all axes, one axis, several axes and empty axes."""
import torch

from golden.data import INF, NAN
from golden.family import Family
from golden.views import View

DIMS = (0, 1, -1, [0, 2], [0, 1, 2], [1])


def many_axes(family, d, dims=DIMS, low=-2.0, high=2.0, **args):
    """The cases shared by reductions that take a list of axes."""
    x = d.real((3, 4, 5), low, high)
    for dim in dims:
        family.add(f"axes {dim}", [x], dim=dim, keepdim=False, **args)
    family.add("keep", [x], dim=[0, 2], keepdim=True, **args)
    family.add("f64", [d.f64((2, 3, 4), low, high)], dim=[1], keepdim=True, **args)
    family.add("transposed", [View(d.real((6, 5), low, high), ("transpose", 0, 1))], dim=[0], keepdim=False, **args)
    family.add("sliced", [View(d.real((5, 9), low, high), ("slice", 1, 1, 9, 3))], dim=[1], keepdim=False, **args)
    family.add("expanded", [View(d.real((1, 4), low, high), ("expand", 3, 4))], dim=[0], keepdim=False, **args)
    family.add("permuted f64", [View(d.f64((2, 3, 4), low, high), ("permute", 2, 0, 1))], dim=[0, 2], keepdim=False, **args)
    family.add("long rows", [d.real((2, 133), low, high)], dim=[1], keepdim=False, **args)
    family.add("long columns", [d.real((133, 3), low, high)], dim=[0], keepdim=False, **args)


def sums():
    """sum, mean, nansum, nanmean, logsumexp, amax, amin, prod."""
    family = Family("sums")
    for op in ("sum", "mean", "nansum", "nanmean", "logsumexp", "amax", "amin"):
        d = family.begin(op)
        many_axes(family, d)
        if op in ("sum", "mean", "nansum", "nanmean"):
            family.add("all", [d.real((3, 67))])
            family.add("scalar", [d.real(())])
            family.add("vector f64", [d.f64((1000,))])
            family.add("empty", [d.real((0, 3))])
        if op not in ("amax", "amin"):
            family.add("empty axis", [d.real((2, 0, 3))], dim=[1], keepdim=False)
        family.add("empty result", [d.real((0, 3))], dim=[1], keepdim=False)
        family.add("special", [torch.tensor([[INF, 1, 2], [-INF, 1, INF], [NAN, 1, 2], [NAN, NAN, NAN], [-INF, -INF, -INF]])], dim=[1], keepdim=False, lenient=True)
        if op in ("amax", "amin"):
            family.add("ties", [torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])], dim=[1], keepdim=False)
        if op in ("sum", "amax", "amin"):
            family.add("int32", [d.integers((3, 4), dtype=torch.int32)], dim=[1], keepdim=False)
            family.add("uint8", [d.integers((3, 4), 0, 255, torch.uint8)], dim=[0], keepdim=False)
            family.add("bool", [d.bools((3, 4))], dim=[1], keepdim=False)
        if op in ("sum", "mean"):
            family.add("as float64", [d.real((3, 4))], dim=[1], keepdim=False, dtype=torch.float64)
            family.add("bfloat16", [d.real((3, 40), 0, 1, torch.bfloat16)], grad=False, dim=[1], keepdim=False)
    d = family.begin("prod")
    for dim in (0, 1, -1):
        family.add(f"axis {dim}", [d.real((3, 4, 5))], dim=dim, keepdim=dim == 1)
    family.add("all", [d.real((2, 3))])
    family.add("f64", [d.f64((3, 4))], dim=1, keepdim=False)
    family.add("one zero", [torch.tensor([[2.0, 0.0, 3.0], [1.0, 2.0, 4.0]])], dim=1, keepdim=False)
    family.add("two zeros", [torch.tensor([[0.0, 5.0, 0.0], [1.0, 2.0, 4.0]])], dim=1, keepdim=False)
    family.add("one zero all", [torch.tensor([2.0, 0.0, 3.0])])
    family.add("empty", [d.real((0,))])
    family.add("int64", [d.integers((3, 4))], dim=0, keepdim=False)
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1))], dim=1, keepdim=False)
    return family


def spreads():
    """var, std, their means, and norms."""
    family = Family("spreads")
    for op in ("var", "std"):
        d = family.begin(op, lambda x, f=getattr(torch, op), dim=None, correction=1, keepdim=False: f(x, dim, correction=correction, keepdim=keepdim))
        many_axes(family, d, correction=1)
        for correction in (0, 2):
            family.add(f"correction {correction}", [d.f64((3, 5))], dim=[1], correction=correction, keepdim=False)
        family.add("all", [d.real((3, 4))], correction=1)
        family.add("all population", [d.f64((3, 4))], correction=0)
        family.add("one value", [d.real((3, 1))], dim=[1], correction=1, keepdim=False, lenient=True)
        family.add("far from zero", [d.real((4, 9)) + 1000], dim=[1], correction=1, keepdim=False)
    for op in ("var_mean", "std_mean"):
        d = family.begin(op, lambda x, f=getattr(torch, op), dim=None, correction=1, keepdim=False: f(x, dim, correction=correction, keepdim=keepdim))
        family.add("rows", [d.real((3, 4))], dim=[1], correction=1, keepdim=False)
        family.add("population f64", [d.f64((2, 3, 4))], dim=[0, 2], correction=0, keepdim=True)
    d = family.begin("norm", lambda x, p=2.0, dim=None, keepdim=False: torch.linalg.vector_norm(x, p, dim, keepdim))
    for p in (0.0, 0.5, 1.0, 2.0, 3.0, INF, -INF):
        family.add(f"p {p}", [d.real((3, 4))], p=p, dim=[1], keepdim=False)
    family.add("all", [d.real((3, 67))], p=2.0)
    family.add("keep f64", [d.f64((2, 3, 4))], p=2.0, dim=[0, 2], keepdim=True)
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1))], p=2.0, dim=[0], keepdim=False)
    family.add("zeros", [torch.zeros(2, 3)], p=2.0, dim=[1], keepdim=False, lenient=True)
    family.add("zeros p1", [torch.zeros(2, 3)], p=1.0, dim=[1], keepdim=False)
    family.add("empty", [d.real((0, 3))], p=2.0, dim=[0], keepdim=False)
    return family


def extremes():
    """Extremes with indices, order statistics, truth values."""
    family = Family("extremes")
    for op in ("max", "min", "median", "nanmedian"):
        d = family.begin(f"{op}_dim", getattr(torch, op))
        for dim in (0, 1, -1):
            family.add(f"axis {dim}", [d.distinct((3, 4, 5))], dim=dim, keepdim=False)
        family.add("keep f64", [d.distinct((3, 6), torch.float64)], dim=1, keepdim=True)
        family.add("transposed", [View(d.distinct((6, 5)), ("transpose", 0, 1))], dim=1, keepdim=False)
        family.add("int64", [d.permutation(12).reshape(3, 4)], dim=0, keepdim=False)
        family.add("long", [d.distinct((2, 133))], dim=1, keepdim=False)
        family.add("one", [d.real((3, 1))], dim=1, keepdim=False)
        family.add("nan", [torch.tensor([[1.0, NAN, 3.0], [INF, -INF, 0.0], [NAN, NAN, NAN]])], dim=1, keepdim=False)
        family.add("scalar", [d.real(())], dim=0, keepdim=False)
        d = family.begin(f"{op}_all", getattr(torch, op))
        family.add("f32", [d.distinct((5, 7))])
        family.add("f64", [View(d.distinct((4, 6), torch.float64), ("slice", 1, 0, 6, 2))])
        family.add("int32", [d.permutation(9).int()])
        family.add("nan", [torch.tensor([1.0, NAN, 3.0])])
    family.begin("max_dim", torch.max)
    family.add("ties", [torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])], dim=1, keepdim=False)
    family.begin("min_dim", torch.min)
    family.add("ties", [torch.tensor([[3.0, 1.0, 1.0], [2.0, 2.0, 2.0]])], dim=1, keepdim=False)
    family.begin("max_all", torch.max)
    family.add("ties share the gradient", [torch.tensor([1.0, 3.0, 3.0])])
    for op in ("argmax", "argmin"):
        d = family.begin(op)
        family.add("all", [d.distinct((5, 7))])
        for dim in (0, 1, -1):
            family.add(f"axis {dim}", [d.distinct((3, 4, 5))], dim=dim, keepdim=False)
        family.add("keep", [d.distinct((3, 5), torch.float64)], dim=1, keepdim=True)
        family.add("ties", [torch.tensor([[2.0, 5.0, 5.0], [1.0, 1.0, 7.0]])], dim=1, keepdim=False)
        family.add("nan", [torch.tensor([[1.0, NAN, 3.0], [NAN, NAN, 1.0]])], dim=1, keepdim=False)
        family.add("int32", [d.permutation(12).int().reshape(3, 4)], dim=0, keepdim=False)
        family.add("transposed", [View(d.distinct((6, 5)), ("transpose", 0, 1))], dim=1, keepdim=False)
        family.add("long", [d.distinct((3, 133))], dim=1, keepdim=False)
    for op in ("all", "any"):
        d = family.begin(op)
        family.add("everything", [d.bools((3, 4), 0.9)])
        family.add("axis", [d.bools((3, 4), 0.6)], dim=1, keepdim=False)
        family.add("keep", [d.bools((2, 3, 4), 0.8)], dim=0, keepdim=True)
        family.add("floats", [torch.tensor([[0.0, -0.0], [NAN, 1.0], [0.0, 2.0]])], dim=1, keepdim=False)
        family.add("uint8", [torch.tensor([[0, 2], [1, 3]], dtype=torch.uint8)], dim=1, keepdim=False)
        family.add("empty", [torch.zeros(0, dtype=torch.bool)])
    d = family.begin("count_nonzero")
    family.add("everything", [d.integers((3, 4), 0, 2)])
    family.add("axis", [d.integers((3, 4), 0, 2).float()], dim=1)
    d = family.begin("aminmax")
    family.add("everything", [d.distinct((3, 4))])
    family.add("axis", [d.distinct((3, 4))], dim=1, keepdim=True)
    d = family.begin("mode")
    family.add("int64", [torch.tensor([[1, 2, 2, 3], [4, 4, 1, 1]])], dim=1, keepdim=False)
    d = family.begin("quantile", lambda x, q, dim=None, keepdim=False: torch.quantile(x, q, dim, keepdim))
    for q in (0.0, 0.25, 0.5, 0.9, 1.0):
        family.add(f"q {q}", [d.distinct((3, 6), torch.float64)], q=q, dim=1, keepdim=False)
    return family


def scans():
    """Running reductions."""
    family = Family("scans")
    for op in ("cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"):
        d = family.begin(op)
        for dim in (0, 1, -1):
            family.add(f"axis {dim}", [d.real((3, 4, 5))], dim=dim)
        family.add("f64", [d.f64((4, 6))], dim=1)
        family.add("long", [d.real((2, 133), 0.9, 1.1)], dim=1)
        family.add("vector", [d.real((9,))], dim=0)
        family.add("scalar", [d.real(())], dim=0)
        family.add("empty", [d.real((2, 0))], dim=1)
        family.add("transposed", [View(d.real((4, 6)), ("transpose", 0, 1))], dim=0)
        family.add("special", [torch.tensor([1.0, INF, 2.0, -INF, 3.0, NAN, 1.0])], lenient=True, dim=0)
        if op != "logcumsumexp":
            family.add("int64", [d.integers((3, 4))], dim=1)
    family.begin("cumprod")
    family.add("one zero", [torch.tensor([2.0, 0.0, 3.0, 4.0])], dim=0)
    family.add("two zeros f64", [torch.tensor([[2.0, 0.0, 3.0, 0.0, 5.0], [1.0, 2.0, 0.0, 4.0, 3.0]], dtype=torch.float64)], dim=1)
    family.begin("cummax")
    family.add("ties", [torch.tensor([1.0, 3.0, 3.0, 2.0, 3.0, 4.0])], dim=0)
    family.begin("cummin")
    family.add("ties", [torch.tensor([3.0, 1.0, 1.0, 2.0, 1.0, 0.0])], dim=0)
    d = family.begin("diff")
    family.add("first", [d.real((3, 5))], n=1, dim=-1)
    family.add("second f64", [d.f64((5, 3))], n=2, dim=0)
    return family


def families():
    """The files of this module."""
    return [sums(), spreads(), extremes(), scans()]

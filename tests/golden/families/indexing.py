"""Gathering, scattering and masks."""
import torch

from golden.family import Family
from golden.views import View


def gathers():
    """Reading by index."""
    family = Family("gathers")
    d = family.begin("index_select", lambda x, index, dim: torch.index_select(x, dim, index))
    family.add("rows", [d.real((4, 3)), torch.tensor([2, 0, 2])], dim=0)
    family.add("columns f64", [d.f64((2, 5)), torch.tensor([4, 1])], dim=1)
    family.add("middle", [d.real((2, 4, 3)), torch.tensor([3, 3, 0])], dim=1)
    family.add("int32 index", [d.real((4,)), torch.tensor([1, 3], dtype=torch.int32)], dim=0)
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1)), torch.tensor([1, 0])], dim=0)
    family.add("none", [d.real((4, 3)), torch.zeros(0, dtype=torch.int64)], dim=0)
    family.add("int64", [d.integers((4, 2)), torch.tensor([1, 3])], dim=0)
    family.add("bool", [d.bools((4, 2)), torch.tensor([1, 3])], dim=0)
    d = family.begin("gather", lambda x, index, dim: torch.gather(x, dim, index))
    family.add("rows", [d.real((4, 3)), d.integers((2, 3), 0, 4)], dim=0)
    family.add("columns f64", [d.f64((3, 5)), d.integers((3, 7), 0, 5)], dim=1)
    family.add("smaller", [d.real((3, 4, 5)), d.integers((2, 4, 3), 0, 5)], dim=2)
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1)), d.integers((3, 2), 0, 4)], dim=1)
    family.add("uint8", [d.integers((3, 3), 0, 9, torch.uint8), d.integers((2, 3), 0, 3)], dim=0)
    d = family.begin("take_along_dim", lambda x, index, dim: torch.take_along_dim(x, index, dim))
    family.add("broadcast", [d.real((3, 4)), d.integers((1, 2), 0, 4)], dim=1)
    family.add("f64", [d.f64((3, 4)), d.integers((2, 4), 0, 3)], dim=0)
    d = family.begin("take", torch.take)
    family.add("flat", [d.real((3, 4)), torch.tensor([[0, 11], [5, -1]])])
    # PyTorch 1.13 returns the gradient of a strided input in memory order: select from a contiguous copy.
    d = family.begin("masked_select", lambda x, mask: torch.masked_select(x.contiguous(), mask))
    family.add("f32", [d.real((3, 4)), d.bools((3, 4))])
    family.add("broadcast f64", [d.f64((3, 4)), d.bools((4,))])
    family.add("nothing", [d.real((3,)), torch.zeros(3, dtype=torch.bool)])
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1)), d.bools((3, 4))])
    d = family.begin("nonzero")
    family.add("matrix", [d.integers((3, 4), 0, 2)])
    family.add("floats", [torch.tensor([0.0, -0.0, 1.0, float("nan"), 2.0])])
    family.add("none", [torch.zeros(2, 2)])
    family.add("transposed", [View(d.bools((4, 3)), ("transpose", 0, 1))])
    d = family.begin("index", lambda x, *indices: x[tuple(slice(None) if i is None else i for i in indices)])
    family.add("first axis", [d.real((4, 3)), torch.tensor([2, 0, -1])])
    family.add("second axis", [d.real((4, 3)), None, torch.tensor([1, 1, 0])])
    family.add("both", [d.real((4, 3)), torch.tensor([0, 3, 3]), torch.tensor([2, 1, 1])])
    family.add("broadcast indices f64", [d.f64((4, 3)), torch.tensor([[0], [2]]), torch.tensor([1, 2])])
    family.add("matrix index", [d.real((4, 3)), torch.tensor([[0, 1], [2, 3]])])
    family.add("apart", [d.real((3, 4, 5)), torch.tensor([0, 2]), None, torch.tensor([4, 1])])
    family.add("together", [d.real((3, 4, 5)), None, torch.tensor([0, 2]), torch.tensor([4, 1])])
    family.add("transposed", [View(d.real((4, 3)), ("transpose", 0, 1)), torch.tensor([1, 0])])
    family.add("int64", [d.integers((4, 3)), torch.tensor([1, 0])])
    family.add("boolean matrix", [d.real((3, 4)), d.bools((3, 4))])
    family.add("boolean rows f64", [d.f64((4, 3)), torch.tensor([True, False, True, True])])
    family.add("boolean columns", [d.real((2, 4)), None, torch.tensor([True, False, True, True])])
    family.add("none", [d.real((4, 3)), torch.zeros(0, dtype=torch.int64)])
    return family


def scatters():
    """Writing by index."""
    family = Family("scatters")
    d = family.begin("scatter", lambda x, index, source, dim: torch.scatter(x, dim, index, source))
    index = torch.stack([d.permutation(4)[:2] for _ in range(3)], 1)
    family.add("rows", [d.real((4, 3)), index, d.real((2, 3))], dim=0)
    family.add("columns f64", [d.f64((2, 5)), torch.tensor([[0, 3], [4, 1]]), d.f64((2, 2))], dim=1)
    family.add("larger source", [d.real((4, 3)), index, d.real((4, 3))], constant=(2,), dim=0)
    family.add("transposed", [View(d.real((3, 4)), ("transpose", 0, 1)), index, d.real((2, 3))], dim=0)
    family.add("int64", [d.integers((4,)), torch.tensor([1, 3]), d.integers((2,))], dim=0)
    d = family.begin("scatter_value", lambda x, index, dim, value: torch.scatter(x, dim, index, value))
    family.add("f32", [d.real((4, 3)), index], dim=0, value=1.5)
    d = family.begin("scatter_add", lambda x, index, source, dim: torch.scatter_add(x, dim, index, source))
    family.add("repeats", [d.real((3, 4)), d.integers((5, 4), 0, 3), d.real((5, 4))], dim=0)
    family.add("columns f64", [d.f64((2, 3)), d.integers((2, 6), 0, 3), d.f64((2, 6))], dim=1)
    family.add("smaller", [d.real((3, 4)), d.integers((2, 2), 0, 3), d.real((5, 4))], constant=(2,), dim=0)
    family.add("int32", [d.integers((3,), dtype=torch.int32), torch.tensor([0, 0, 2, 2]), d.integers((4,), dtype=torch.int32)], dim=0)
    for reduce in ("sum", "prod", "mean", "amax", "amin"):
        d = family.begin("scatter_reduce", lambda x, index, source, dim, reduce, include_self: x.scatter_reduce(dim, index, source, reduce, include_self=include_self))
        family.add(f"{reduce} with self", [d.real((3,)), torch.tensor([0, 0, 2, 0]), d.real((4,))], dim=0, reduce=reduce, include_self=True)
        family.add(f"{reduce} without self", [d.real((3,)), torch.tensor([0, 0, 2, 0]), d.real((4,))], dim=0, reduce=reduce, include_self=False)
    d = family.begin("index_add", lambda x, index, source, dim, alpha: torch.index_add(x, dim, index, source, alpha=alpha))
    family.add("rows", [d.real((3, 4)), torch.tensor([0, 2, 0]), d.real((3, 4))], dim=0, alpha=1.0)
    family.add("columns f64", [d.f64((3, 4)), torch.tensor([3, 1]), d.f64((3, 2))], dim=1, alpha=-2.0)
    d = family.begin("index_copy", lambda x, index, source, dim: torch.index_copy(x, dim, index, source))
    family.add("rows", [d.real((4, 3)), torch.tensor([3, 0]), d.real((2, 3))], dim=0)
    d = family.begin("index_fill", lambda x, index, dim, value: torch.index_fill(x, dim, index, value))
    family.add("columns", [d.real((2, 4)), torch.tensor([3, 0])], dim=1, value=-1.0)
    d = family.begin("index_put", put)
    family.add("rows", [d.real((4, 3)), d.real((2, 3)), torch.tensor([3, 0])], accumulate=False)
    family.add("broadcast value", [d.real((4, 3)), d.real(()), torch.tensor([3, 0])], accumulate=False)
    family.add("pairs f64", [d.f64((4, 3)), d.f64((3,)), torch.tensor([0, 1, 3]), torch.tensor([2, 2, 0])], accumulate=False)
    family.add("accumulate repeats", [d.real((4, 3)), d.real((3, 3)), torch.tensor([1, 1, 0])], accumulate=True)
    family.add("columns", [d.real((3, 4)), d.real((3, 2)), None, torch.tensor([3, 1])], accumulate=False)
    family.add("boolean mask", [d.real((3,)), d.real((2,)), torch.tensor([True, False, True])], accumulate=False)
    d = family.begin("masked_scatter", lambda x, mask, source: x.masked_scatter(mask, source))
    family.add("f32", [d.real((2, 3)), torch.tensor([[True, False, True], [False, True, True]]), d.real((4,))])
    return family


def put(x, values, *indices, accumulate):
    """x with values written at the indices, out of place; an absent index stands for a whole axis."""
    if any(index is None for index in indices):
        grid = torch.arange(x.shape[0])[:, None]
        indices = (grid, indices[1][None, :])
    return x.index_put(tuple(indices), values, accumulate)


def sorting():
    """Sorting and searching."""
    family = Family("sorting")
    for descending in (False, True):
        way = "down" if descending else "up"
        d = family.begin("sort", lambda x, dim, descending: torch.sort(x, dim=dim, descending=descending, stable=True))
        family.add(f"rows {way}", [d.distinct((3, 7))], dim=1, descending=descending)
        family.add(f"columns f64 {way}", [d.distinct((7, 3), torch.float64)], dim=0, descending=descending)
        family.add(f"middle {way}", [d.distinct((2, 5, 3))], dim=1, descending=descending)
        family.add(f"transposed {way}", [View(d.distinct((6, 4)), ("transpose", 0, 1))], dim=-1, descending=descending)
        family.add(f"int64 ties {way}", [d.integers((2, 20), 0, 5)], dim=1, descending=descending)
        family.add(f"uint8 {way}", [d.integers((9,), 0, 255, torch.uint8)], dim=0, descending=descending)
        family.add(f"bool {way}", [d.bools((9,))], dim=0, descending=descending)
        family.add(f"long {way}", [d.distinct((1, 300))], dim=1, descending=descending)
        family.add(f"special {way}", [torch.tensor([1.0, float("nan"), -float("inf"), 0.0, float("inf"), float("nan"), -2.0])], dim=0, descending=descending)
        family.add(f"empty {way}", [d.real((2, 0))], dim=1, descending=descending)
        family.add(f"scalar {way}", [d.real(())], dim=0, descending=descending)
        d = family.begin("argsort", lambda x, dim, descending: torch.argsort(x, dim=dim, descending=descending, stable=True))
        family.add(way, [d.distinct((3, 5))], dim=1, descending=descending)
    d = family.begin("topk", lambda x, k, dim=-1, largest=True: torch.topk(x, k, dim, largest, True))
    family.add("largest", [d.distinct((3, 9))], k=4)
    family.add("smallest f64", [d.distinct((9, 3), torch.float64)], k=2, dim=0, largest=False)
    family.add("all", [d.distinct((5,))], k=5)
    family.add("none", [d.distinct((5,))], k=0)
    family.add("int64", [d.permutation(10)], k=3)
    family.add("transposed", [View(d.distinct((6, 4)), ("transpose", 0, 1))], k=2, dim=1, largest=True)
    family.add("long", [d.distinct((2, 300))], k=10)
    d = family.begin("kthvalue", lambda x, k, dim=-1, keepdim=False: torch.kthvalue(x, k, dim, keepdim))
    family.add("second", [d.distinct((3, 5))], k=2)
    family.add("keep f64", [d.distinct((5, 3), torch.float64)], k=4, dim=0, keepdim=True)
    family.begin("unique", lambda x: torch.unique(x, sorted=True, return_inverse=True, return_counts=True))
    family.add("int64", [family.data.integers((3, 6), 0, 5)])
    family.add("floats", [torch.tensor([2.5, -1.0, 2.5, 0.0, -1.0])])
    family.add("bool", [torch.tensor([True, True])])
    family.add("empty", [torch.zeros(0)])
    family.begin("unique_dim", lambda x, dim: torch.unique(x, sorted=True, return_inverse=True, return_counts=True, dim=dim))
    family.add("rows", [torch.tensor([[1, 2], [0, 5], [1, 2], [0, 4]])], dim=0)
    family.begin("unique_consecutive", lambda x: torch.unique_consecutive(x, return_inverse=True, return_counts=True))
    family.add("int64", [torch.tensor([1, 1, 2, 2, 2, 1, 3])])
    d = family.begin("searchsorted", lambda sequence, values, right=False: torch.searchsorted(sequence, values, right=right))
    edges = torch.tensor([1.0, 3.0, 3.0, 5.0, 9.0])
    for right in (False, True):
        family.add(f"vector right {right}", [edges, torch.tensor([[0.0, 1.0, 3.0], [4.0, 9.0, 10.0]])], right=right)
        family.add(f"rows right {right}", [torch.tensor([[1, 3, 5], [2, 4, 6]]), torch.tensor([[3, 6], [2, 7]])], right=right)
    d = family.begin("bucketize", lambda x, boundaries, right=False: torch.bucketize(x, boundaries, right=right))
    family.add("f32", [torch.tensor([0.0, 3.0, 9.5]), edges])
    d = family.begin("bincount", lambda x, weights=None, minlength=0: torch.bincount(x, weights, minlength))
    family.add("plain", [d.integers((20,), 0, 6), None])
    family.add("minlength", [torch.tensor([1, 1, 3]), None], minlength=6)
    family.add("weights", [torch.tensor([1, 1, 3]), torch.tensor([0.5, 1.5, 2.0], dtype=torch.float64)], minlength=0)
    family.add("empty", [torch.zeros(0, dtype=torch.int64), None], minlength=2)
    d = family.begin("one_hot", lambda x, num_classes=-1: torch.nn.functional.one_hot(x, num_classes))
    family.add("given", [d.integers((2, 3), 0, 4)], num_classes=5)
    family.add("inferred", [torch.tensor([0, 2, 1])])
    d = family.begin("histc", lambda x, bins, min, max: torch.histc(x, bins, min, max))
    family.add("f32", [d.real((40,))], bins=8, min=-1.0, max=1.0)
    return family


def families():
    """The files of this module."""
    return [gathers(), scatters(), sorting()]

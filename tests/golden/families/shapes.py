"""Views, joining, splitting, padding and rearranging."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View


def views():
    """Strided views."""
    family = Family("views")
    d = family.begin("slice", lambda x, dim, start, stop, step: x[(slice(None),) * dim + (slice(start, stop, step),)])
    x = d.real((4, 6, 5))
    for dim, start, stop, step in ((0, 1, 3, 1), (1, 0, 6, 2), (2, 1, 5, 3), (1, -3, -1, 1), (0, 2, 2, 1), (1, 4, 100, 1), (2, 3, 1, 1)):
        family.add(f"{dim} {start}:{stop}:{step}", [x], dim=dim, start=start, stop=stop, step=step)
    family.add("of a view f64", [View(d.f64((6, 5)), ("transpose", 0, 1))], dim=1, start=1, stop=6, step=2)
    d = family.begin("transpose")
    family.add("0 1", [d.real((3, 4))], dim0=0, dim1=1)
    family.add("negative f64", [d.f64((2, 3, 4))], dim0=-1, dim1=0)
    d = family.begin("permute", lambda x, dims: x.permute(dims))
    family.add("2 0 1", [d.real((2, 3, 4))], dims=[2, 0, 1])
    family.add("identity", [d.real((2, 3))], dims=[0, 1])
    family.add("negative", [d.f64((2, 3, 4, 5))], dims=[0, -1, 1, 2])
    d = family.begin("expand", lambda x, size: x.expand(size))
    family.add("row", [d.real((1, 4))], size=[3, 4])
    family.add("new axis", [d.real((4,))], size=[2, 3, 4])
    family.add("keep", [d.f64((3, 1))], size=[2, -1, 5])
    family.add("scalar", [d.real(())], size=[2, 2])
    d = family.begin("unfold", lambda x, dimension, size, step: x.unfold(dimension, size, step))
    family.add("overlapping", [d.real((3, 9))], dimension=1, size=4, step=2)
    family.add("dense", [d.real((7,))], dimension=0, size=3, step=1)
    family.add("gaps f64", [d.f64((8, 2))], dimension=0, size=2, step=3)
    d = family.begin("select")
    family.add("0", [d.real((3, 4))], dim=0, index=1)
    family.add("last", [d.f64((3, 4, 2))], dim=-2, index=-1)
    d = family.begin("narrow")
    family.add("1", [d.real((3, 6))], dim=1, start=2, length=3)
    family.add("nothing", [d.real((3, 6))], dim=0, start=1, length=0)
    d = family.begin("squeeze", lambda x, dim=None: x.squeeze() if dim is None else x.squeeze(dim))
    family.add("all", [d.real((1, 3, 1, 2))])
    family.add("one", [d.real((1, 3, 1))], dim=0)
    family.add("not one", [d.real((2, 3))], dim=0)
    d = family.begin("unsqueeze")
    for dim in (0, 1, 2, -1):
        family.add(str(dim), [d.real((2, 3))], dim=dim)
    d = family.begin("diagonal", lambda x, offset=0, dim1=0, dim2=1: torch.diagonal(x, offset, dim1, dim2))
    family.add("main", [d.real((3, 4))])
    family.add("above f64", [d.f64((3, 4))], offset=2, dim1=0, dim2=1)
    family.add("below", [d.real((4, 3))], offset=-1, dim1=0, dim2=1)
    family.add("batch", [d.real((2, 3, 4))], offset=0, dim1=-2, dim2=-1)
    d = family.begin("flatten")
    family.add("all", [d.real((2, 3, 4))], start_dim=0, end_dim=-1)
    family.add("tail", [d.real((2, 3, 4))], start_dim=1, end_dim=-1)
    family.add("transposed", [View(d.real((3, 4)), ("transpose", 0, 1))], start_dim=0, end_dim=1)
    family.add("scalar", [d.real(())], start_dim=0, end_dim=-1)
    d = family.begin("unflatten", lambda x, dim, sizes: x.unflatten(dim, sizes))
    family.add("1", [d.real((2, 12))], dim=1, sizes=[3, 4])
    family.add("infer", [d.real((12, 2))], dim=0, sizes=[-1, 4])
    d = family.begin("movedim", lambda x, source, destination: torch.movedim(x, source, destination))
    family.add("one", [d.real((2, 3, 4))], source=[0], destination=[2])
    family.add("two", [d.f64((2, 3, 4, 5))], source=[0, 1], destination=[-1, 0])
    d = family.begin("reshape", lambda x, shape: x.reshape(shape))
    family.add("infer", [d.real((2, 6))], shape=[3, -1])
    family.add("transposed", [View(d.real((3, 4)), ("transpose", 0, 1))], shape=[2, 6])
    family.add("empty", [d.real((0, 3))], shape=[3, 0, 2])
    d = family.begin("swapaxes")
    family.add("0 2", [d.real((2, 3, 4))], axis0=0, axis1=2)
    d = family.begin("broadcast_to")
    family.add("f32", [d.real((3, 1))], size=[2, 3, 4])
    d = family.begin("contiguous", lambda x: x.contiguous())
    family.add("strided", [View(d.real((5, 8)), ("slice", 1, 1, 8, 3), ("transpose", 0, 1))])
    family.add("four axes f64", [View(d.f64((2, 3, 4, 5)), ("permute", 3, 1, 0, 2), ("slice", 0, 0, 5, 2))])
    family.add("int8", [View(d.integers((3, 4), dtype=torch.int8), ("transpose", 0, 1))])
    family.add("bool", [View(d.bools((3, 4)), ("transpose", 0, 1))])
    return family


def variadic(function):
    """A function of a list, called with its items as arguments."""
    return lambda *inputs, **args: function(list(inputs), **args)


def joins():
    """Concatenation, splitting, grids."""
    family = Family("joins")
    d = family.begin("cat", variadic(torch.cat))
    family.add("axis 0", [d.real((2, 3)), d.real((1, 3)), d.real((4, 3))], dim=0)
    family.add("axis 1 f64", [d.f64((2, 3)), d.f64((2, 1))], dim=1)
    family.add("negative axis", [d.real((2, 3, 2)), d.real((2, 3, 5))], dim=-1)
    family.add("with empty", [d.real((2, 3)), d.real((0, 3)), d.real((1, 3))], dim=0)
    family.add("with legacy empty", [d.real((2, 3)), d.real((0,))], dim=0)
    family.add("strided", [View(d.real((3, 2)), ("transpose", 0, 1)), View(d.real((2, 6)), ("slice", 1, 0, 6, 2))], dim=0)
    family.add("one", [d.real((2, 3))], dim=0)
    family.add("int64", [d.integers((3,)), d.integers((2,))], dim=0)
    family.add("bool", [d.bools((3,)), d.bools((2,))], dim=0)
    d = family.begin("stack", variadic(torch.stack))
    for dim in (0, 1, 2, -1):
        family.add(f"axis {dim}", [d.real((2, 3)), d.real((2, 3))], dim=dim)
    family.add("scalars f64", [d.f64(()), d.f64(()), d.f64(())], dim=0)
    family.add("uint8", [d.integers((2,), 0, 9, torch.uint8), d.integers((2,), 0, 9, torch.uint8)], dim=0)
    for op in ("hstack", "vstack"):
        d = family.begin(op, variadic(getattr(torch, op)))
        family.add("matrices", [d.real((2, 3)), d.real((2, 3))])
        family.add("vectors", [d.real((3,)), d.real((3,))])
    d = family.begin("split", lambda x, split_size_or_sections, dim=0: torch.split(x, split_size_or_sections, dim))
    family.add("equal", [d.real((6, 2))], split_size_or_sections=2, dim=0)
    family.add("remainder f64", [d.f64((2, 7))], split_size_or_sections=3, dim=1)
    family.add("sections", [d.real((2, 7))], split_size_or_sections=[1, 4, 2], dim=1)
    d = family.begin("chunk")
    family.add("equal", [d.real((6, 2))], chunks=3, dim=0)
    family.add("uneven", [d.real((2, 7))], chunks=3, dim=1)
    family.add("fewer", [d.real((5,))], chunks=4, dim=0)
    d = family.begin("unbind")
    family.add("0", [d.real((3, 2))], dim=0)
    family.add("1 f64", [d.f64((3, 2))], dim=1)
    for indexing in ("ij", "xy"):
        d = family.begin("meshgrid", lambda *x, indexing: torch.meshgrid(*x, indexing=indexing))
        family.add(indexing, [d.real((3,)), d.real((2,))], indexing=indexing)
    return family


def rearranging():
    """Padding, rolling, flipping, repeating, triangles."""
    family = Family("rearranging")
    d = family.begin("pad", F.pad)
    family.add("constant last", [d.real((2, 3))], pad=[1, 2], mode="constant", value=0.0)
    family.add("constant all f64", [d.f64((2, 3))], pad=[1, 0, 2, 1], mode="constant", value=-1.5)
    family.add("constant crop", [d.real((4, 5))], pad=[-1, -2, 0, -1], mode="constant", value=0.0)
    family.add("constant mixed", [d.real((2, 3, 4))], pad=[-1, 2, 1, -1, 0, 1], mode="constant", value=7.0)
    family.add("constant int64", [d.integers((2, 3))], pad=[1, 1], mode="constant", value=4.0)
    family.add("constant transposed", [View(d.real((3, 2)), ("transpose", 0, 1))], pad=[1, 1, 1, 1], mode="constant", value=0.0)
    for mode in ("reflect", "replicate", "circular"):
        family.add(f"{mode} 1d", [d.real((2, 3, 5))], pad=[2, 1], mode=mode)
        family.add(f"{mode} 2d", [d.real((2, 2, 4, 5))], pad=[1, 3, 2, 1], mode=mode)
        family.add(f"{mode} 3d f64", [d.f64((1, 2, 3, 4, 3))], pad=[1, 2, 0, 1, 2, 1], mode=mode)
        family.add(f"{mode} strided", [View(d.real((2, 2, 5, 4)), ("transpose", 2, 3))], pad=[1, 1, 1, 1], mode=mode)
    d = family.begin("roll", lambda x, shifts, dims=None: torch.roll(x, shifts, dims))
    family.add("flat", [d.real((2, 3))], shifts=[2])
    family.add("axis", [d.real((3, 4))], shifts=[-1], dims=[1])
    family.add("two axes f64", [d.f64((3, 4))], shifts=[1, 5], dims=[0, 1])
    d = family.begin("flip", lambda x, dims: torch.flip(x, dims))
    family.add("rows", [d.real((3, 4))], dims=[0])
    family.add("both f64", [d.f64((3, 4, 2))], dims=[0, -1])
    family.add("strided", [View(d.real((4, 3)), ("transpose", 0, 1))], dims=[1])
    d = family.begin("rot90", lambda x, k, dims: torch.rot90(x, k, dims))
    for k in (1, 2, 3, -1):
        family.add(f"k {k}", [d.real((2, 3))], k=k, dims=[0, 1])
    for op in ("repeat", "tile"):
        d = family.begin(op, lambda x, sizes, f=getattr(torch.Tensor, op): f(x, sizes))
        family.add("rows", [d.real((2, 3))], sizes=[2, 1])
        family.add("new axis", [d.real((2, 3))], sizes=[2, 1, 3])
        family.add("f64", [d.f64((3,))], sizes=[4])
        family.add("none", [d.real((3,))], sizes=[0])
    family.begin("tile", lambda x, sizes: torch.tile(x, sizes))
    family.add("fewer", [family.data.real((2, 3))], sizes=[2])
    d = family.begin("repeat_interleave", lambda x, repeats, dim=None: torch.repeat_interleave(x, repeats, dim))
    family.add("flat", [d.real((2, 3))], repeats=2)
    family.add("axis f64", [d.f64((2, 3))], repeats=3, dim=1)
    d = family.begin("repeat_interleave_tensor", lambda x, repeats, dim: torch.repeat_interleave(x, repeats, dim))
    family.add("counts", [d.real((3, 2)), torch.tensor([2, 0, 1])], dim=0)
    for op in ("tril", "triu"):
        d = family.begin(op)
        for diagonal in (0, 1, -2):
            family.add(f"diagonal {diagonal}", [d.real((4, 5))], diagonal=diagonal)
        family.add("batch f64", [d.f64((2, 3, 3))], diagonal=-1)
        family.add("int64", [d.integers((3, 3))], diagonal=0)
        family.add("transposed", [View(d.real((3, 4)), ("transpose", 0, 1))], diagonal=0)
    d = family.begin("diag")
    family.add("build", [d.real((3,))], diagonal=1)
    family.add("take", [d.real((3, 4))], diagonal=-1)
    d = family.begin("diag_embed")
    family.add("f32", [d.real((2, 3))], offset=0)
    return family


def families():
    """The files of this module."""
    return [views(), joins(), rearranging()]

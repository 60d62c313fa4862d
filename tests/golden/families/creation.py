"""Tensors from nothing."""
import torch

from golden.family import Family


def families():
    """The files of this module."""
    family = Family("creation")
    family.begin("arange")
    for name, args in {"int": dict(start=0, end=5, step=1), "step": dict(start=2, end=11, step=3), "down": dict(start=5, end=-3, step=-2),
                       "float": dict(start=0.0, end=1.0, step=0.1), "halves": dict(start=-1.5, end=2.0, step=0.5),
                       "f64": dict(start=0.0, end=1.0, step=0.3, dtype=torch.float64), "int32": dict(start=0, end=4, step=1, dtype=torch.int32),
                       "empty": dict(start=3, end=3, step=1)}.items():
        family.add(name, [], **args)
    family.begin("linspace")
    for name, args in {"eleven": dict(start=0.0, end=1.0, steps=11), "down": dict(start=3.0, end=-2.0, steps=7), "one": dict(start=2.0, end=5.0, steps=1),
                       "none": dict(start=0.0, end=1.0, steps=0), "f64": dict(start=-1.0, end=1.0, steps=100, dtype=torch.float64)}.items():
        family.add(name, [], **args)
    family.begin("logspace")
    family.add("decades", [], start=-2.0, end=3.0, steps=6)
    family.add("base 2 f64", [], start=0.0, end=4.0, steps=9, base=2.0, dtype=torch.float64)
    family.begin("eye")
    family.add("square", [], n=3)
    family.add("wide int64", [], n=2, m=4, dtype=torch.int64)
    family.begin("full", lambda size, fill_value, dtype=None: torch.full(size, fill_value, dtype=dtype))
    family.add("float", [], size=[2, 3], fill_value=1.5)
    family.add("int", [], size=[2], fill_value=7)
    family.add("bool", [], size=[2], fill_value=True)
    family.add("scalar f64", [], size=[], fill_value=0.1, dtype=torch.float64)
    for op in ("zeros", "ones"):
        family.begin(op, lambda size, dtype=None, f=getattr(torch, op): f(size, dtype=dtype))
        family.add("f32", [], size=[2, 3])
        family.add("bool", [], size=[2], dtype=torch.bool)
        family.add("empty int8", [], size=[0, 3], dtype=torch.int8)
        d = family.begin(f"{op}_like")
        family.add("int32", [d.integers((2, 3), dtype=torch.int32)])
    d = family.begin("full_like")
    family.add("f64", [d.f64((2, 2))], grad=False, fill_value=3.0)
    family.begin("tril_indices")
    family.add("3 4", [], row=3, col=4, offset=0)
    family.begin("triu_indices")
    family.add("3 4", [], row=3, col=4, offset=1)
    for op in ("hann_window", "hamming_window"):
        family.begin(op)
        family.add("periodic", [], window_length=8, periodic=True)
        family.add("symmetric", [], window_length=7, periodic=False)
    return [family]

"""Rearranging, factored systems, tensor equations, statistics of rows, and transforms over several axes of halved signals."""
import torch

from golden.family import Family

C, R, L = torch.view_as_complex, torch.view_as_real, torch.linalg


def arranging():
    """Views, splits and stacks."""
    family = Family("arranging")
    for op in ("ravel", "fliplr", "flipud", "atleast_1d", "atleast_2d", "atleast_3d", "diagflat"):
        d = family.begin(op)
        family.add("matrix f64", [d.f64((2, 3))])
        if op not in ("fliplr",):
            family.add("vector", [d.real((3,))])
        if op.startswith("atleast") or op == "ravel":
            family.add("scalar", [d.real(())])
    d = family.begin("argwhere")
    family.add("some", [torch.tensor([[0.0, 2.0], [3.0, 0.0]])], grad=False)
    d = family.begin("tensor_split", lambda x, where, dim=0: torch.tensor_split(x, tuple(where) if isinstance(where, (list, tuple)) else where, dim))
    family.add("pieces", [d.real((7, 2))], where=3)
    family.add("more pieces than rows", [d.real((2, 3))], where=4, dim=1)
    family.add("places", [d.f64((6, 2))], where=[1, -2, 9])
    for op in ("hsplit", "vsplit", "dsplit"):
        d = family.begin(op, lambda x, sections, op=op: getattr(torch, op)(x, sections))
        family.add("halves", [d.real((2, 4, 6))], sections=2)
    d = family.begin("hsplit_vector", lambda x, sections: torch.hsplit(x, sections))
    family.add("thirds", [d.real((6,))], sections=3)
    d = family.begin("isin", torch.isin)
    family.add("integers", [d.integers((3, 4)), torch.tensor([1, 2, 3, -4])], grad=False)
    family.add("inverted", [d.integers((5,)), torch.tensor([1, 2])], grad=False, invert=True)
    family.add("nothing", [d.real((3,)), torch.zeros(0)], grad=False)
    d = family.begin("trapezoid", lambda y, dx=1.0, dim=-1: torch.trapezoid(y, dx=dx, dim=dim))
    family.add("f64", [d.f64((2, 5))], dx=0.5)
    family.add("axis", [d.real((3, 2))], dim=0)
    family.add("one sample", [d.real((2, 1))])
    d = family.begin("trapezoid_at", torch.trapezoid)
    family.add("places", [d.f64((2, 4)), torch.tensor([0.0, 0.5, 2.0, 2.5], dtype=torch.float64)])
    d = family.begin("cumulative_trapezoid", lambda y, dx=1.0, dim=-1: torch.cumulative_trapezoid(y, dx=dx, dim=dim))
    family.add("f64", [d.f64((2, 5))], dx=0.5)
    family.add("axis", [d.real((3, 2))], dim=0)
    d = family.begin("broadcast_tensors", lambda *x: torch.broadcast_tensors(*x))
    family.add("three", [d.real((3, 1)), d.real((4,)), d.real(())])
    d = family.begin("block_diag", lambda *x: torch.block_diag(*x))
    family.add("mixed", [d.f64((2, 3)), d.f64((2,)), d.f64(()), d.f64((1, 2))])
    d = family.begin("cartesian_prod", lambda *x: torch.cartesian_prod(*x))
    family.add("three", [d.f64((2,)), d.f64((3,)), d.f64((2,))])
    family.add("one", [d.f64((2,))])
    for op in ("column_stack", "dstack"):
        d = family.begin(op, lambda *x, op=op: getattr(torch, op)(x))
        family.add("vectors", [d.f64((3,)), d.f64((3,))])
    d = family.begin("column_stack_mixed", lambda *x: torch.column_stack(x))
    family.add("vector and matrix", [d.f64((3,)), d.f64((3, 2))])
    for op in ("clamp_min", "clamp_max"):
        d = family.begin(op, lambda x, bound, op=op: getattr(torch, op)(x, bound))
        family.add("f64", [d.f64((3, 4))], bound=0.25)
    return family


def systems():
    """Systems by factors, tensor equations, norms and covariances."""
    family = Family("systems")

    def positive(x):
        return x @ x.mT + 3 * torch.eye(x.shape[-1], dtype=x.dtype)

    for upper in (False, True):
        d = family.begin("cholesky_solve", lambda b, u, upper=False: torch.cholesky_solve(b, u.triu() if upper else u.tril(), upper))
        family.add(f"upper {upper}", [d.f64((2, 3, 2)), positive(d.f64((2, 3, 3)))], upper=upper)
        d = family.begin("cholesky_inverse", lambda u, upper=False: torch.cholesky_inverse(u.triu() if upper else u.tril(), upper))
        family.add(f"upper {upper}", [positive(d.f64((3, 3)))], upper=upper)
    d = family.begin("lu_factor", L.lu_factor)
    for shape in ((4, 4), (5, 3), (3, 5), (2, 3, 3)):
        family.add("x".join(map(str, shape)), [d.f64(shape)])
    d = family.begin("lu_solve", lambda b, a: torch.lu_solve(b, *L.lu_factor(a)))
    family.add("batch", [d.f64((2, 3, 2)), positive(d.f64((2, 3, 3)))])
    family.add("f32", [d.real((4, 1)), positive(d.real((4, 4)))])
    d = family.begin("lu_unpack", lambda a: torch.lu_unpack(*L.lu_factor(a)))
    family.add("tall", [d.f64((4, 3))])
    family.add("wide batch", [d.f64((2, 2, 4))])
    d = family.begin("logdet", torch.logdet)
    family.add("positive", [positive(d.f64((2, 3, 3)))])
    family.add("negative, zero", [torch.tensor([[[0.0, 1.0], [1.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]]], dtype=torch.float64)], grad=False)
    d = family.begin("householder_product", L.householder_product)
    family.add("square", [d.f64((3, 3)), d.f64((3,))])
    family.add("tall batch", [d.f64((2, 5, 3)), d.f64((2, 2))])
    d = family.begin("tensorsolve", lambda a, b, dims=None: L.tensorsolve(a, b, dims))
    family.add("plain", [torch.eye(6, dtype=torch.float64).reshape(2, 3, 6) * 2 + d.f64((2, 3, 6)) * 0.2, d.f64((2, 3))])
    family.add("moved", [(torch.eye(6, dtype=torch.float64).reshape(2, 3, 6) * 2 + d.f64((2, 3, 6)) * 0.2).movedim(2, 0), d.f64((2, 3))], dims=[0])
    d = family.begin("tensorinv", lambda a, ind=2: L.tensorinv(a, ind))
    family.add("two axes", [torch.eye(6, dtype=torch.float64).reshape(2, 3, 6) * 2 + d.f64((2, 3, 6)) * 0.2])
    family.add("one axis", [torch.eye(4, dtype=torch.float64).reshape(4, 2, 2) * 2 + d.f64((4, 2, 2)) * 0.2], ind=1)
    d = family.begin("vander", lambda x, N=None: L.vander(x, N=N))
    family.add("square", [d.f64((2, 3))])
    family.add("wide", [d.f64((3,))], N=5)
    d = family.begin("vecdot", lambda a, b, dim=-1: L.vecdot(a, b, dim=dim))
    family.add("last", [d.f64((2, 3)), d.f64((2, 3))])
    family.add("first", [d.f64((2, 3)), d.f64((2, 1))], dim=0)
    d = family.begin("vector_norm", lambda x, ord=2, dim=None, keepdim=False: L.vector_norm(x, ord, dim, keepdim))
    for order in (2, 1, 0, 3.5, float("inf"), -float("inf")):
        family.add(f"order {order}", [d.f64((2, 3))], ord=order)
    family.add("axis", [d.f64((2, 3, 2))], dim=[0, 2], keepdim=True)
    d = family.begin("dist", torch.dist)
    family.add("p 3", [d.f64((2, 3)), d.f64((2, 3))], p=3)
    d = family.begin("renorm", torch.renorm)
    family.add("rows", [d.f64((3, 4))], p=2, dim=0, maxnorm=1.5)
    family.add("columns p 1", [d.f64((3, 2, 2))], p=1, dim=1, maxnorm=2.0)
    d = family.begin("cov", lambda x, f=None, w=None, correction=1: torch.cov(x, correction=correction, fweights=f, aweights=w))
    family.add("plain", [d.f64((3, 5))])
    family.add("vector", [d.f64((5,))], correction=0)
    family.add("weights", [d.f64((3, 4)), torch.tensor([1, 2, 3, 1]), d.f64((4,), 0.2, 1)], constant=(1, 2))
    d = family.begin("corrcoef", torch.corrcoef)
    family.add("plain", [d.f64((3, 5))])
    family.add("vector", [d.f64((5,))], grad=False)
    d = family.begin("multi_dot", lambda *x: L.multi_dot(x))
    family.add("four", [d.f64((2, 5)), d.f64((5, 1)), d.f64((1, 6)), d.f64((6, 3))])
    family.add("row and column", [d.f64((4,)), d.f64((4, 2)), d.f64((2, 3)), d.f64((3,))])
    d = family.begin("hfftn", lambda x, **a: torch.fft.hfftn(C(x), **a))
    family.add("all axes", [d.f64((3, 4, 2))])
    family.add("sizes", [d.f64((2, 3, 4, 2))], s=[4, 5], norm="ortho")
    d = family.begin("ihfftn", lambda x, **a: R(torch.fft.ihfftn(x, **a).resolve_conj()))
    family.add("all axes", [d.f64((3, 6))])
    family.add("axes", [d.f64((4, 3, 2))], dim=[1, 0], norm="forward")
    return family


def families():
    """The files of this module."""
    return [arranging(), systems()]

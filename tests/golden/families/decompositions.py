"""Factorisations, inverses and functions of matrices; where signs or phases are free, what does not depend on them."""
import torch

from golden.family import Family

L = torch.linalg


def near_identity(x, scale=1.0):
    """A well-conditioned matrix from any square one."""
    return x * scale + x.new_ones(x.shape[-1]).diag() * 3


def positive(x):
    """A positive definite matrix from any one."""
    return x @ x.mT + x.new_ones(x.shape[-2]).diag()


def svd_parts(x):
    u, s, vh = L.svd(x, full_matrices=False)
    weight = torch.arange(1, s.shape[-1] + 1, dtype=x.dtype)
    return (u * s.sqrt().unsqueeze(-2)) @ vh, s, (u * u * weight).sum(-1), (vh * vh * weight.unsqueeze(-1)).sum(-2)


def svd_full(x):
    u, s, vh = L.svd(x)
    k = s.shape[-1]
    return (u[..., :k] * s.unsqueeze(-2)) @ vh[..., :k, :], u @ u.mT, vh @ vh.mT


def eigh_parts(x):
    values, q = L.eigh((x + x.mT) / 2)
    return values, (q * values.exp().unsqueeze(-2)) @ q.mT, (q * q * values.unsqueeze(-2)).sum(-1)


def eig_parts(x):
    values, v = L.eig(x)
    square = (v * (values * values).unsqueeze(-2)) @ L.inv(v)
    return square.real, (v.abs().square() * values.real.unsqueeze(-2)).sum(-1), values.real.pow(3).sum(-1), values.imag.square().sum(-1)


def families():
    """All of them."""
    family = Family("decompositions")

    def everywhere(op, function, shapes, make=lambda x: x, **args):
        d = family.begin(op, function)
        for shape in shapes:
            label = "x".join(map(str, shape))
            family.add(f"{label} f64", [make(d.f64(shape))], **args)
        family.add("f32", [make(d.real(shapes[0], -1, 1))], **args)
        return d

    squares = [(4, 4), (2, 3, 3), (1, 1), (2, 2, 2, 2)]
    anything = [(4, 4), (5, 3), (3, 5), (2, 4, 2)]
    everywhere("inv", L.inv, squares, near_identity)
    everywhere("det", L.det, squares)
    everywhere("slogdet", L.slogdet, squares)
    everywhere("cholesky", L.cholesky, squares, positive)
    everywhere("qr", L.qr, anything)
    d = family.begin("qr_complete", lambda x: L.qr(x, mode="complete"))
    family.add("5x3", [d.f64((5, 3))], grad=False)
    everywhere("lu", L.lu, anything)
    everywhere("svd_parts", svd_parts, anything)
    d = family.begin("svd_full", svd_full)
    family.add("5x3", [d.f64((5, 3))], grad=False)
    family.add("2x3x4", [d.f64((2, 3, 4))], grad=False)
    everywhere("svdvals", L.svdvals, anything)
    everywhere("eigh_parts", eigh_parts, squares)
    everywhere("eigvalsh", L.eigvalsh, squares[:2], positive)
    everywhere("eig_parts", eig_parts, [(5, 5), (2, 3, 3)])
    everywhere("pinv", L.pinv, anything)
    d = family.begin("matrix_exp", L.matrix_exp)
    for label, shape, scale in (("small", (3, 3), 0.1), ("batch", (2, 3, 3), 1.0), ("large", (4, 4), 5.0)):
        family.add(label, [d.f64(shape) * scale])
    family.add("f32", [d.real((3, 3), -1, 1)])
    d = family.begin("matrix_power", L.matrix_power)
    for n in (0, 1, 2, 5, -1, -3):
        family.add(f"power {n}", [near_identity(d.f64((3, 3)))], n=n)
    d = family.begin("matrix_norm", L.matrix_norm)
    for order in ("fro", "nuc", 2, -2, 1, -1, float("inf"), -float("inf")):
        family.add(f"order {order}", [d.f64((2, 3, 4))], ord=order)
    d = family.begin("cond", L.cond)
    for p in (None, 2, -2, 1, -1, float("inf"), -float("inf"), "fro", "nuc"):
        # PyTorch 1.13 cannot differentiate the others: it overwrites the inverse.
        family.add(f"order {p}", [near_identity(d.f64((2, 3, 3)))], grad=p in (None, 2, -2), p=p)
    d = family.begin("matrix_rank", L.matrix_rank)
    low = d.f64((4, 2)) @ d.f64((2, 5))
    family.add("deficient", [torch.stack([low, d.f64((4, 5))])], grad=False)
    d = family.begin("lstsq_gels", lambda a, b: L.lstsq(a, b, driver="gels").solution)
    for label, m, n in (("tall", 6, 3), ("square", 3, 3), ("wide", 3, 5)):
        family.add(f"{label} f64", [d.f64((2, m, n)), d.f64((2, m, 2))])
    family.add("f32", [d.real((8, 3)), d.real((8, 2))])
    d = family.begin("lstsq_full", lambda a, b: L.lstsq(a, b, driver="gelsd"))
    low = d.f64((6, 2)) @ d.f64((2, 3))
    for label, a in (("tall", d.f64((6, 3))), ("deficient", low), ("wide", d.f64((3, 5))), ("batch", d.f64((2, 5, 3)))):
        family.add(label, [a, d.f64((*a.shape[:-1], 2))], grad=False)
    for op, function in (("solve", L.solve), ("lstsq", lambda a, b: L.lstsq(a, b).solution)):
        d = family.begin(op, function)
        make = near_identity if op == "solve" else (lambda x: x)
        family.add("4 by 3 f64", [make(d.f64((4, 4))), d.f64((4, 3))])
        family.add("batch f64", [make(d.f64((2, 3, 3))), d.f64((2, 3, 2))])
        family.add("f32", [near_identity(d.real((5, 5), -1, 1)), d.real((5, 2), -1, 1)])
        if op == "solve":
            family.add("vector", [make(d.f64((3, 3))), d.f64((3,))])
            family.add("shared right side", [make(d.f64((2, 3, 3))), d.f64((1, 3, 2))])
        else:
            family.add("tall", [d.f64((6, 3)), d.f64((6, 2))])
    d = family.begin("solve_triangular", L.solve_triangular)
    for upper in (False, True):
        for left in (False, True):
            for unit in (False, True):
                family.add(f"upper {upper} left {left} unit {unit}", [near_identity(d.f64((2, 4, 4))), d.f64((2, 4, 3) if left else (2, 3, 4))], upper=upper, left=left, unitriangular=unit)
    yield family

"""Matrix products and einsum."""
import torch
import torch.nn.functional as F

from golden.data import INF, NAN
from golden.family import Family
from golden.views import View

EQUATIONS = [
    ("ij,jk->ik", (3, 4), (4, 5)), ("ij,jk", (3, 4), (4, 5)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)), ("ij->ji", (3, 4)),
    ("ii->i", (4, 4)), ("ii", (4, 4)), ("ij->", (3, 4)), ("ij->i", (3, 4)), ("i,j->ij", (3,), (4,)), ("i,i->", (5,), (5,)),
    ("ij,ij->ij", (3, 4), (3, 4)), ("bhqd,bhkd->bhqk", (2, 2, 3, 4), (2, 2, 5, 4)), ("bhqk,bhkd->bhqd", (2, 2, 3, 5), (2, 2, 5, 4)),
    ("...ij,...jk->...ik", (2, 1, 3, 4), (5, 4, 2)), ("...,...->...", (2, 3), (3,)), ("i...->...", (3, 2, 2)),
    ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("bn,anm,bm->ba", (2, 3), (4, 3, 5), (2, 5)), ("abc,cd->abd", (2, 3, 4), (4, 5)),
    ("b i j -> b j i", (2, 3, 4)), ("ijk,ilm,njm,nlk,abc->", (2, 3, 2), (2, 3, 2), (2, 3, 2), (2, 3, 2), (2, 2, 2)),
    ("iij->ij", (3, 3, 2)), ("ab,cd->acbd", (2, 3), (4, 2)), ("nchw,nchw->nc", (2, 3, 2, 2), (2, 3, 2, 2)), ("a,a,a->a", (3,), (3,), (3,)),
]
MATMULS = [
    ("matrix", (3, 4), (4, 5)), ("vectors", (4,), (4,)), ("matrix vector", (3, 4), (4,)), ("vector matrix", (4,), (4, 5)),
    ("batch", (2, 3, 4), (2, 4, 5)), ("batch by matrix", (2, 3, 4), (4, 5)), ("matrix by batch", (3, 4), (2, 4, 5)),
    ("broadcast batch", (2, 1, 3, 4), (5, 4, 2)), ("batch by vector", (2, 3, 4), (4,)), ("vector by batch", (4,), (2, 4, 3)),
    ("no rows", (0, 4), (4, 5)), ("no columns", (3, 4), (4, 0)), ("nothing to sum", (3, 0), (0, 5)), ("empty batch", (0, 3, 4), (0, 4, 2)),
    ("one", (1, 1), (1, 1)), ("tile edges", (17, 23), (23, 19)), ("tall", (65, 7), (7, 3)), ("deep", (5, 300), (300, 7)),
]


def products():
    """Matrix products."""
    family = Family("products")
    d = family.begin("matmul")
    for label, a, b in MATMULS:
        family.add(label, [d.real(a, -1, 1), d.real(b, -1, 1)])
    family.add("f64", [d.f64((7, 13)), d.f64((13, 9))])
    family.add("batch f64", [d.f64((2, 3, 4)), d.f64((2, 4, 5))])
    family.add("left transposed", [View(d.real((6, 5)), ("transpose", 0, 1)), d.real((6, 4))])
    family.add("right transposed", [d.real((5, 6)), View(d.real((4, 6)), ("transpose", 0, 1))])
    family.add("both transposed", [View(d.real((6, 5)), ("transpose", 0, 1)), View(d.real((4, 6)), ("transpose", 0, 1))])
    family.add("sliced", [View(d.real((5, 12)), ("slice", 1, 0, 12, 2)), View(d.real((12, 4)), ("slice", 0, 1, 12, 2))])
    family.add("permuted batch", [View(d.real((3, 2, 4)), ("permute", 1, 0, 2)), View(d.real((4, 5, 2)), ("permute", 2, 0, 1))])
    family.add("expanded batch", [View(d.real((1, 3, 4)), ("expand", 2, 3, 4)), d.real((2, 4, 2))])
    family.add("heads", [View(d.real((2, 5, 3, 4)), ("permute", 0, 2, 1, 3)), View(d.real((2, 6, 3, 4)), ("permute", 0, 2, 3, 1))])
    family.add("special", [torch.tensor([[1.0, INF], [NAN, 0.0]]), torch.tensor([[0.0, 2.0], [1.0, 0.0]])], lenient=True)
    family.add("int64", [d.integers((3, 4)), d.integers((4, 5))])
    family.add("int32", [d.integers((3, 4), dtype=torch.int32), d.integers((4,), dtype=torch.int32)])
    family.add("bfloat16", [d.real((3, 4), dtype=torch.bfloat16), d.real((4, 5), dtype=torch.bfloat16)], grad=False)
    for op, a, b in (("mm", (3, 4), (4, 5)), ("bmm", (2, 3, 4), (2, 4, 5)), ("mv", (3, 4), (4,)), ("dot", (9,), (9,)), ("outer", (3,), (4,))):
        d = family.begin(op)
        family.add("f32", [d.real(a), d.real(b)])
        family.add("f64", [d.f64(a), d.f64(b)])
        family.add("int64", [d.integers(a), d.integers(b)])
        empty = {"mm": ((0, 4), (4, 5)), "bmm": ((0, 3, 4), (0, 4, 5)), "mv": ((3, 0), (0,)), "dot": ((0,), (0,)), "outer": ((0,), (4,))}[op]
        family.add("empty", [d.real(empty[0]), d.real(empty[1])])
    for op, c, a, b in (("addmm", (3, 5), (3, 4), (4, 5)), ("addmv", (3,), (3, 4), (4,)), ("baddbmm", (2, 3, 5), (2, 3, 4), (2, 4, 5)),
                        ("addbmm", (3, 5), (2, 3, 4), (2, 4, 5)), ("addr", (3, 4), (3,), (4,))):
        d = family.begin(op)
        family.add("f32", [d.real(c), d.real(a), d.real(b)], beta=1.0, alpha=1.0)
        family.add("f64", [d.f64(c), d.f64(a), d.f64(b)], beta=0.5, alpha=-2.0)
        family.add("beta zero", [d.real(c), d.real(a), d.real(b)], beta=0.0, alpha=1.0)
        if op != "addmv":
            family.add("broadcast", [d.real(c[-1:]), d.real(a), d.real(b)], beta=1.0, alpha=1.0)
    d = family.begin("trace")
    family.add("f32", [d.real((3, 4))])
    d = family.begin("kron")
    family.add("f64", [d.f64((2, 3)), d.f64((3, 2))])
    d = family.begin("tensordot", lambda a, b, dims_a, dims_b: torch.tensordot(a, b, dims=(dims_a, dims_b)))
    family.add("two axes", [d.real((3, 4, 5)), d.real((4, 3, 2))], dims_a=[1, 0], dims_b=[0, 1])
    d = family.begin("cdist", lambda a, b, p: torch.cdist(a, b, p, compute_mode="donot_use_mm_for_euclid_dist"))
    family.add("p2", [d.f64((3, 4)), d.f64((5, 4))], p=2.0)
    family.add("p1", [d.f64((2, 3, 4)), d.f64((2, 5, 4))], p=1.0)
    d = family.begin("cross", lambda a, b, dim: torch.cross(a, b, dim=dim))
    family.add("f32", [d.real((2, 3)), d.real((2, 3))], dim=1)
    d = family.begin("linear", F.linear)
    family.add("bias", [d.real((5, 4)), d.real((3, 4)), d.real((3,))])
    family.add("no bias", [d.real((5, 4)), d.real((3, 4)), None])
    family.add("batch f64", [d.f64((2, 3, 4)), d.f64((5, 4)), d.f64((5,))])
    family.add("vector", [d.real((4,)), d.real((3, 4)), d.real((3,))])
    family.add("empty", [d.real((0, 4)), d.real((3, 4)), d.real((3,))])
    family.add("wide", [d.real((9, 70), -1, 1), d.real((33, 70), -1, 1), d.real((33,))])
    family.add("transposed", [View(d.real((4, 5)), ("transpose", 0, 1)), View(d.real((4, 3)), ("transpose", 0, 1)), d.real((3,))])
    d = family.begin("bilinear", F.bilinear)
    family.add("f64", [d.f64((2, 3)), d.f64((2, 4)), d.f64((5, 3, 4)), d.f64((5,))])
    return family


def sums():
    """Einstein summation."""
    family = Family("einsum")
    d = family.begin("einsum", lambda *operands, equation: torch.einsum(equation, *operands))
    for equation, *shapes in EQUATIONS:
        family.add(equation, [d.real(shape) for shape in shapes], equation=equation)
    family.add("f64", [d.f64((2, 3, 4)), d.f64((4, 3))], equation="bij,ji->b")
    family.add("strided", [View(d.real((4, 3)), ("transpose", 0, 1)), View(d.real((5, 4)), ("transpose", 0, 1))], equation="ij,jk->ik")
    family.add("empty", [d.real((0, 3)), d.real((3, 2))], equation="ij,jk->ik")
    family.add("int64", [d.integers((3, 4)), d.integers((4, 2))], equation="ij,jk->ik")
    return family


def families():
    """The files of this module."""
    return [products(), sums()]

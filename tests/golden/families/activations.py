"""Activation functions of nn.functional, softmax included."""
import torch
import torch.nn.functional as F

from golden.data import INF, NAN, special
from golden.family import Family
from golden.views import View

POINTWISE = {
    "relu": [{}], "relu6": [{}], "elu": [{}, {"alpha": 1.5}], "selu": [{}], "celu": [{}, {"alpha": 0.7}],
    "gelu": [{}, {"approximate": "tanh"}], "silu": [{}], "mish": [{}], "softplus": [{}, {"beta": 2.0, "threshold": 3.0}],
    "softsign": [{}], "tanhshrink": [{}], "hardtanh": [{}, {"min_val": -0.5, "max_val": 2.0}], "hardsigmoid": [{}],
    "hardswish": [{}], "hardshrink": [{}, {"lambd": 1.0}], "softshrink": [{}, {"lambd": 1.0}],
    "leaky_relu": [{}, {"negative_slope": 0.2}], "threshold": [{"threshold": 0.5, "value": -3.0}], "logsigmoid": [{}],
}

# The same functions in ops whose float64 gradients PyTorch computes with float64 constants (it rounds 1/6 and 1/alpha to float32).
EXACT = {"celu": lambda x, alpha=1.0: torch.where(x > 0, x, alpha * torch.expm1(x / alpha)), "hardsigmoid": lambda x: torch.clamp(x + 3, 0, 6) / 6}


def pointwise():
    """Elementwise activations."""
    family = Family("activations")
    for op, choices in POINTWISE.items():
        d = family.begin(op)
        for at, args in enumerate(choices):
            tag = "" if at == 0 else " options"
            family.add("f32" + tag, [d.real((67,), -5, 5)], **args)
            if op in EXACT:
                family.through(EXACT[op])
            family.add("f64" + tag, [d.f64((2, 3, 4), -5, 5)], **args)
            family.through(getattr(F, op))
        first = choices[0]
        family.add("scalar", [d.real((), -2, 2)], **first)
        family.add("empty", [d.real((0, 3))], **first)
        family.add("transposed", [View(d.real((5, 7), -4, 4), ("transpose", 0, 1))], **first)
        family.add("special", [special()], lenient=True, **first)
        if op == "hardsigmoid":
            family.through(EXACT[op])
        family.add("special f64", [special(torch.float64)], lenient=True, **first)
    family.begin("relu")
    family.add("int32", [torch.tensor([-2, 0, 3], dtype=torch.int32)])
    d = family.begin("prelu")
    family.add("one weight", [d.real((2, 3, 5)), d.real((1,))])
    family.add("weight per channel", [d.real((2, 3, 5)), d.real((3,))])
    family.add("images f64", [d.f64((2, 4, 3, 3)), d.f64((4,))])
    family.add("transposed", [View(d.real((3, 4)), ("transpose", 0, 1)), d.real((3,))])
    d = family.begin("glu")
    family.add("last", [d.real((3, 8))])
    family.add("first f64", [d.f64((4, 3))], dim=0)
    family.add("middle", [View(d.real((3, 6, 2)), ("transpose", 0, 2))], dim=1)
    d = family.begin("rrelu_eval", lambda x, lower, upper: F.rrelu(x, lower, upper, training=False))
    family.add("f32", [d.real((3, 5))], lower=0.1, upper=0.3)
    return family


def softmaxes():
    """Softmax, log-softmax and softmin along each axis."""
    family = Family("softmax")
    for op in ("softmax", "log_softmax", "softmin"):
        d = family.begin(op)
        for dim in (0, 1, 2, -1):
            family.add(f"axis {dim}", [d.real((3, 4, 5))], dim=dim)
        family.add("f64", [d.f64((2, 7), -8, 8)], dim=1)
        family.add("long rows", [d.real((3, 67), -9, 9)], dim=1)
        family.add("vector", [d.real((9,))], dim=0)
        family.add("scalar", [d.real(())], dim=0)
        family.add("one", [d.real((3, 1))], dim=1)
        family.add("empty", [d.real((0, 3))], dim=1)
        family.add("empty axis", [d.real((3, 0))], dim=1)
        family.add("transposed", [View(d.real((4, 6)), ("transpose", 0, 1))], dim=1)
        family.add("sliced", [View(d.f64((4, 9)), ("slice", 1, 0, 9, 2))], dim=0)
        family.add("large", [torch.tensor([[1e4, 1e4 - 1, -1e4], [88.0, 0.0, -88.0]])], dim=1)
        family.add("infinite", [torch.tensor([[-INF, 0.0, 1.0], [-INF, -INF, -INF], [INF, 0.0, 1.0], [NAN, 0.0, 1.0]])], dim=1, lenient=True)
        family.add("to float64", [d.real((2, 3))], dim=1, dtype=torch.float64)
        family.add("bfloat16", [d.real((2, 5), dtype=torch.bfloat16)], grad=False, dim=1)
    d = family.begin("normalize")
    family.add("rows", [d.real((3, 4))])
    family.add("p1 f64", [d.f64((3, 4))], p=1.0, dim=0)
    family.add("zero row", [torch.tensor([[0.0, 0.0], [3.0, 4.0]])], grad=False)
    d = family.begin("cosine_similarity")
    family.add("rows", [d.real((3, 4)), d.real((3, 4))])
    family.add("broadcast f64", [d.f64((2, 3, 4)), d.f64((3, 4))], dim=-1)
    family.add("axis 0", [d.real((5, 2)), d.real((5, 2))], dim=0)
    d = family.begin("pairwise_distance")
    family.add("p2", [d.real((3, 4)), d.real((3, 4))])
    family.add("p1 keep f64", [d.f64((3, 4)), d.f64((3, 4))], p=1.0, keepdim=True)
    return family


def families():
    """The files of this module."""
    return [pointwise(), softmaxes()]

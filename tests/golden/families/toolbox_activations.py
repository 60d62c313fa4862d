"""Activations that PyTorch has no function for, by their published formulas."""
import torch
import torch.nn.functional as F

from golden.family import Family

SLOPE = 0.25


def smu(x, mu):
    """Smooth maximum of x and x/4."""
    return 0.5 * ((1 + SLOPE) * x + (1 - SLOPE) * x * torch.erf(mu * (1 - SLOPE) * x))


def acon(x, p1, p2, beta):
    """ACON-C."""
    d = (p1 - p2) * x
    return d * torch.sigmoid(beta * d) + p2 * x


def pau(x, a, b):
    """Safe Padé unit."""
    p = sum(a[i] * x ** i for i in range(len(a)))
    q = sum(b[i] * x ** (i + 1) for i in range(len(b)))
    return p / (1 + q.abs())


def sparsemax(x, dim):
    """Martins and Astudillo, algorithm 1."""
    z = x.sort(dim, descending=True)[0]
    shape = [1] * x.dim()
    shape[dim] = -1
    k = torch.arange(1, x.shape[dim] + 1, dtype=x.dtype).view(shape)
    sums = z.cumsum(dim)
    size = (1 + k * z > sums).sum(dim, keepdim=True)
    tau = (sums.gather(dim, size - 1) - 1) / size
    return (x - tau).clamp(min=0)


def entmax(x, alpha, dim):
    """Newton's method on the threshold from a bisected start, differentiable through the last steps."""
    scaled = (alpha - 1) * x
    power = 1 / (alpha - 1)
    with torch.no_grad():
        low = scaled.max(dim, keepdim=True)[0] - 1
        high = low + 1
        for _ in range(80):
            mid = (low + high) / 2
            over = ((scaled - mid).clamp(min=0) ** power).sum(dim, keepdim=True) >= 1
            low, high = torch.where(over, mid, low), torch.where(over, high, mid)
    tau = low
    for _ in range(2):
        r = (scaled - tau).clamp(min=0)
        inside = r > 0
        safe = torch.where(inside, r, torch.ones_like(r))
        f = torch.where(inside, safe ** power, torch.zeros_like(r)).sum(dim, keepdim=True) - 1
        slope = torch.where(inside, power * safe ** (power - 1), torch.zeros_like(r)).sum(dim, keepdim=True)
        tau = tau + f / slope
    r = (scaled - tau).clamp(min=0)
    inside = r > 0
    return torch.where(inside, torch.where(inside, r, torch.ones_like(r)) ** power, torch.zeros_like(r))


POINTWISE = {
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
    "swish": lambda x, beta: x * torch.sigmoid(beta * x),
    "squared_relu": lambda x: F.relu(x) ** 2,
    "tanhexp": lambda x: x * torch.tanh(torch.exp(x)),
    "serf": lambda x: x * torch.erf(F.softplus(x)),
    "hard_mish": lambda x: 0.5 * x * (x + 2).clamp(0, 2),
    "snake": lambda x, alpha: x + torch.sin(alpha * x) ** 2 / alpha,
    "sine": lambda x, omega: torch.sin(omega * x),
    "smu": smu,
}
OPTIONS = {"swish": {"beta": 1.5}, "snake": {"alpha": 0.7}, "sine": {"omega": 2.0}, "smu": {"mu": 1.3}}


def pointwise():
    """Elementwise ones."""
    family = Family("toolbox_activations")
    for op, function in POINTWISE.items():
        args = OPTIONS.get(op, {})
        if op == "smu":
            function = lambda x, mu: smu(x, torch.tensor(mu, dtype=x.dtype))  # noqa: E731
        d = family.begin(op, function)
        family.add("f32", [d.real((37,), -5, 5)], **args)
        family.add("f64", [d.f64((3, 4), -5, 5)], **args)
    for op, function in (("swish_learned", POINTWISE["swish"]), ("snake_learned", POINTWISE["snake"]), ("smu_learned", smu)):
        d = family.begin(op, function)
        family.add("f32", [d.real((2, 3, 5)), d.real((1,), 0.3, 2)])
        family.add("f64", [d.f64((2, 5)), d.real((1,), 0.3, 2, torch.float64)])
    d = family.begin("acon", acon)
    family.add("f32", [d.real((2, 3, 2, 2)), d.real((1, 3, 1, 1)), d.real((1, 3, 1, 1)), d.real((1, 3, 1, 1))])
    family.add("f64", [d.f64((2, 3, 2, 2)), d.f64((1, 3, 1, 1)), d.f64((1, 3, 1, 1)), d.f64((1, 3, 1, 1))])
    d = family.begin("pau", pau)
    family.add("f32", [d.real((3, 5)), d.real((6,), -1, 1), d.real((4,), -1, 1)])
    family.add("f64", [d.f64((3, 5)), d.f64((6,), -1, 1), d.f64((4,), -1, 1)])
    gates = {"bilinear_glu": lambda g: g, "reglu": F.relu, "geglu": F.gelu, "swiglu": F.silu}
    for op, gate in gates.items():
        d = family.begin(op, lambda x, dim, gate=gate: (lambda a, b: a * gate(b))(*x.chunk(2, dim)))
        family.add("last", [d.real((3, 8))], dim=-1)
        family.add("first f64", [d.f64((4, 3))], dim=0)
    curves = {"ReLU": F.relu, "SiLU": F.silu, "Sigmoid": torch.sigmoid, "Hardsigmoid": lambda v: F.relu6(v + 3) / 6}

    def squeeze_excitation(x, w1, b1, w2, b2, hidden, gate):
        h = curves[hidden](F.conv2d(F.adaptive_avg_pool2d(x, 1), w1, b1))
        return x * curves[gate](F.conv2d(h, w2, b2))

    d = family.begin("squeeze_excitation", squeeze_excitation)
    for hidden, gate in (("ReLU", "Sigmoid"), ("SiLU", "Sigmoid"), ("ReLU", "Hardsigmoid"), ("Sigmoid", "SiLU"), ("Hardsigmoid", "ReLU")):
        inputs = [(2, 6, 3, 5), (4, 6, 1, 1), (4,), (6, 4, 1, 1), (6,)]
        family.add(f"{hidden} {gate} f32", [d.real(shape) for shape in inputs], hidden=hidden, gate=gate)
        family.add(f"{hidden} {gate} f64", [d.f64(shape) for shape in inputs], hidden=hidden, gate=gate)
    d = family.begin("crelu", lambda x, dim: torch.cat([F.relu(x), F.relu(-x)], dim))
    family.add("f32", [d.real((2, 3, 2))], dim=1)
    d = family.begin("maxout", lambda x, pieces: x.unflatten(1, (x.shape[1] // pieces, pieces)).amax(2))
    family.add("f32", [d.distinct((2, 6, 2))], pieces=3)
    return family


def sparse():
    """Sparsemax and entmax."""
    family = Family("sparse_softmax")
    d = family.begin("sparsemax", sparsemax)
    for dim in (0, 1, 2):
        family.add(f"axis {dim}", [d.real((3, 4, 5))], dim=dim)
    family.add("f64", [d.f64((2, 7), -2, 2)], dim=1)
    family.add("large", [torch.tensor([[1e4, 1e4 - 0.5, -1e4], [0.25, 0.0, -0.125]])], dim=1)
    for alpha in (1.5, 1.25, 3.0):
        d = family.begin(f"entmax{alpha}", lambda x, dim, alpha=alpha: entmax(x, alpha, dim))
        family.add("f64", [d.f64((3, 6), -1, 1)], dim=1)
        family.add("axis 0", [d.f64((4, 3), -1, 1)], dim=0)
    return family


def families():
    """All families of this module."""
    return [pointwise(), sparse()]

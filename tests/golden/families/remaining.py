"""Further cases of order statistics, scattering, distances, windows, margin losses and alignment losses."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View

NAN, INF = float("nan"), float("inf")
REDUCTIONS = ("mean", "sum", "none")


def statistics():
    """Modes, quantiles, histograms, differences, unique slices."""
    family = Family("order_statistics")
    d = family.begin("mode")
    family.add("f32", [torch.tensor([[1.0, 2.0, 1.0, 3.0], [0.5, 0.5, 2.0, 2.0]])], dim=1, keepdim=True)
    family.add("first axis f64", [d.integers((5, 3), 0, 3).double()], dim=0, keepdim=False)
    family.add("transposed", [View(d.integers((3, 5), 0, 3).float(), ("transpose", 0, 1))], dim=0, keepdim=False)
    for op in ("quantile", "nanquantile"):
        d = family.begin(op, lambda x, q, dim=None, keepdim=False, interpolation="linear", f=getattr(torch, op): f(x, q, dim, keepdim, interpolation=interpolation))
        for interpolation in ("lower", "higher", "midpoint", "nearest"):
            family.add(interpolation, [d.distinct((3, 7), torch.float64)], q=0.4, dim=1, interpolation=interpolation)
        family.add("all f32", [d.distinct((3, 4))], q=0.3)
        family.add("kept", [d.distinct((2, 3, 4))], q=0.7, dim=1, keepdim=True)
        family.add("nan", [torch.tensor([[1.0, NAN, 3.0, 4.0], [4.0, 2.0, 8.0, 1.0]], dtype=torch.float64)], lenient=True, q=0.5, dim=1)
    d = family.begin("histc", lambda x, bins, min, max: torch.histc(x, bins, min, max))
    family.add("own range", [d.real((30,))], bins=5, min=0, max=0)
    family.add("edges f64", [torch.tensor([0.0, 0.25, 0.5, 1.0, 1.5, -0.1], dtype=torch.float64)], bins=4, min=0.0, max=1.0)
    d = family.begin("diff")
    family.add("bool", [d.bools((2, 5))], n=1, dim=1)
    family.add("int64 third", [d.integers((6,))], n=3, dim=0)
    d = family.begin("unique_dim", lambda x, dim: torch.unique(x, sorted=True, return_inverse=True, return_counts=True, dim=dim))
    family.add("columns f32", [torch.tensor([[1.0, -2.0, 1.0, 0.5], [3.0, 4.0, 3.0, 0.0]])], dim=1)
    family.add("planes", [d.integers((4, 2, 2), 0, 2)], dim=0)
    for name in ("blackman_window", "bartlett_window", "hann_window"):
        family.begin(name)
        family.add("8 periodic", [], window_length=8, periodic=True)
        family.add("9 symmetric", [], window_length=9, periodic=False)
        family.add("1", [], window_length=1, periodic=True)
    return family


def scattering():
    """Scattering with a reduction, distances, vector products."""
    family = Family("reduced_scatters")
    d = family.begin("scatter_reduce", lambda x, index, source, dim, reduce, include_self: x.scatter_reduce(dim, index, source, reduce, include_self=include_self))
    index = torch.tensor([[0, 2, 2, 1], [2, 0, 2, 2]])
    for reduce in ("sum", "prod", "mean", "amax", "amin"):
        for include in (True, False):
            tag = f"{reduce} {'with' if include else 'without'} self"
            family.add(f"{tag} columns f64", [d.f64((2, 3)), index, d.f64((2, 4))], dim=1, reduce=reduce, include_self=include)
            family.add(f"{tag} int64", [d.integers((4,), 1, 9), torch.tensor([0, 0, 2, 0]), d.integers((4,), 1, 9)], dim=0, reduce=reduce, include_self=include)
    family.add("prod with zeros", [torch.tensor([2.0, 0.0, 3.0, 1.5]), torch.tensor([0, 1, 2, 2, 2, 0]), torch.tensor([0.0, 4.0, 0.0, 5.0, 0.0, 6.0])], dim=0, reduce="prod", include_self=True)
    family.add("amax ties", [torch.tensor([2.0, 1.0]), torch.tensor([0, 0, 1, 1]), torch.tensor([2.0, 2.0, 3.0, 3.0])], dim=0, reduce="amax", include_self=True)
    d = family.begin("cdist")
    for p in (0.0, 1.5, 3.0, INF):
        family.add(f"p {p}", [d.f64((3, 4)), d.f64((5, 4))], p=p)
    family.add("many rows", [d.real((30, 3)), d.real((4, 3))], p=2.0)
    family.add("broadcast f64", [d.f64((2, 1, 3, 4)), d.f64((5, 2, 4))], p=2.0)
    d = family.begin("pdist")
    family.add("rows f64", [d.f64((5, 3))], p=2.0)
    family.add("p1", [d.real((4, 3))], p=1.0)
    d = family.begin("cross", lambda a, b, dim: torch.linalg.cross(a, b, dim=dim))
    family.add("broadcast f64", [d.f64((4, 3)), d.f64((1, 3))], dim=-1)
    family.add("first axis", [d.real((3, 4)), d.real((3, 4))], dim=0)
    d = family.begin("embedding_bag", lambda weight, index, offsets=None, factors=None, mode="mean", padding_idx=None, include_last_offset=False: F.embedding_bag(
        index, weight, offsets, mode=mode, per_sample_weights=factors, padding_idx=padding_idx, include_last_offset=include_last_offset))
    tokens = torch.tensor([1, 3, 1, 0, 4, 2])
    for mode in ("sum", "mean", "max"):
        family.add(f"{mode} rows f64", [d.f64((5, 3)), tokens.reshape(2, 3)], mode=mode)
        family.add(f"{mode} empty bags", [d.real((5, 3)), tokens, torch.tensor([0, 0, 2, 2, 6])], mode=mode)
        family.add(f"{mode} padding", [d.real((5, 3)), tokens, torch.tensor([0, 3])], mode=mode, padding_idx=1)
        family.add(f"{mode} last offset", [d.real((5, 3)), tokens, torch.tensor([0, 3, 6])], mode=mode, include_last_offset=True)
    family.add("factors f64", [d.f64((5, 3)), tokens, torch.tensor([0, 2]), d.f64((6,))], mode="sum")
    return family


def margins():
    """Margin losses with all options, and alignments of labels with sequences."""
    family = Family("margin_losses")

    def each(label, inputs, **args):
        for reduction in REDUCTIONS:
            family.add(f"{label} {reduction}", inputs, reduction=reduction, **args)

    weighted = lambda f: lambda x, t, w=None, **args: f(x, t, weight=w, **args)  # noqa: E731
    d = family.begin("multi_margin_loss", weighted(F.multi_margin_loss))
    each("squares weights f64", [d.f64((4, 5)), torch.tensor([1, 0, 4, 2]), d.f64((5,), 0.2, 2)], constant=(2,), p=2, margin=0.7)
    each("unbatched", [d.real((5,)), torch.tensor(3), None], p=1, margin=1.0)
    d = family.begin("multilabel_margin_loss", F.multilabel_margin_loss)
    each("plain", [d.real((3, 4)), torch.tensor([[3, 0, -1, 1], [1, -1, -1, -1], [0, 1, 2, 3]])])
    each("f64", [d.f64((2, 4)), torch.tensor([[-1, 0, 1, 1], [2, 1, -1, 0]])])
    each("unbatched", [d.real((4,)), torch.tensor([3, 0, -1, 1])])
    d = family.begin("multilabel_soft_margin_loss", weighted(F.multilabel_soft_margin_loss))
    each("weights f64", [d.f64((4, 5)), d.integers((4, 5), 0, 2).double(), d.f64((5,), 0.2, 2)], constant=(1, 2))
    d = family.begin("triplet_margin_loss", F.triplet_margin_loss)
    each("p1 f64", [d.f64((5, 3)), d.f64((5, 3)), d.f64((5, 3))], margin=0.5, p=1.0, swap=False)
    each("p3", [d.f64((5, 3)), d.f64((5, 3)), d.f64((5, 3))], margin=0.5, p=3.0, swap=False)
    d = family.begin("hinge_embedding_loss", F.hinge_embedding_loss)
    each("margin f64", [d.f64((7,)), (d.integers((7,), 0, 2) * 2 - 1).double()], constant=(1,), margin=0.4)
    d = family.begin("cosine_embedding_loss", F.cosine_embedding_loss)
    each("f64", [d.f64((5, 3)), d.f64((5, 3)), torch.tensor([1, -1, 1, -1, 1])], margin=-0.3)
    each("unbatched", [d.f64((3,)), d.f64((3,)), torch.tensor(-1)], margin=-0.9)
    d = family.begin("margin_ranking_loss", F.margin_ranking_loss)
    each("f64", [d.f64((2, 3)), d.f64((2, 3)), (d.integers((2, 3), 0, 2) * 2 - 1).double()], constant=(2,), margin=0.0)

    def ctc(x, targets, steps, counts, blank=0, reduction="mean", zero_infinity=False):
        return F.ctc_loss(torch.log_softmax(x, -1), targets, steps, counts, blank, reduction, zero_infinity)

    d = family.begin("ctc_loss", ctc)
    padded = torch.tensor([[1, 2, 2, 3], [3, 1, 1, 1], [2, 2, 2, 2]])
    each("padded f64", [d.f64((8, 3, 5)), padded, torch.tensor([8, 6, 7]), torch.tensor([4, 2, 3])])
    each("padded", [d.real((8, 3, 5)), padded, torch.tensor([8, 6, 7]), torch.tensor([4, 2, 3])])
    each("joined f64", [d.f64((6, 2, 4)), torch.tensor([1, 2, 3, 3]), torch.tensor([6, 5]), torch.tensor([2, 2])])
    each("blank last f64", [d.f64((6, 2, 4)), torch.tensor([[0, 1], [2, 2]]), torch.tensor([6, 5]), torch.tensor([2, 1])], blank=3)
    each("no labels f64", [d.f64((4, 2, 3)), torch.tensor([[1, 2], [1, 1]]), torch.tensor([4, 4]), torch.tensor([0, 2])])
    each("too many labels", [d.f64((2, 2, 4)), torch.tensor([[1, 2, 3], [2, 1, 1]]), torch.tensor([2, 2]), torch.tensor([3, 1])], zero_infinity=True)
    each("unbatched f64", [d.f64((6, 4)), torch.tensor([1, 3, 3]), torch.tensor(6), torch.tensor(3)])
    return family


def fractions():
    """Pooling of windows at pseudo-random distances, placed by given samples."""
    family = Family("fractional_pooling")
    for n, shape in ((2, (2, 3, 9, 8)), (3, (1, 2, 7, 6, 8))):
        function = getattr(F, f"fractional_max_pool{n}d_with_indices")
        d = family.begin(f"fractional_max_pool{n}d", lambda x, samples, f=function, **args: f(x, _random_samples=samples, **args))
        samples = (*shape[:2], n)
        family.add("size", [d.distinct(shape), d.real(samples, 0, 1)], constant=(1,), kernel_size=2, output_size=[4, 3, 3][:n])
        family.add("f64", [d.distinct(shape, torch.float64), d.f64(samples, 0, 1)], constant=(1,), kernel_size=3, output_size=3)
        family.add("ratio", [d.distinct(shape), d.real(samples, 0, 1)], constant=(1,), kernel_size=2, output_ratio=0.6)
    return family


def families():
    """The files of this module."""
    return [statistics(), scattering(), margins(), fractions()]

"""Loss functions, each with every reduction."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View

REDUCTIONS = ("mean", "sum", "none")


class Losses(Family):
    """A family that records every case under each reduction."""

    def begin(self, op, function=None):
        """Losses live in nn.functional."""
        return super().begin(op, function or getattr(F, op))

    def each(self, label, inputs, **args):
        """Records the case with the three reductions."""
        for reduction in REDUCTIONS:
            self.add(f"{label} {reduction}", inputs, reduction=reduction, **args)


def classification():
    """Cross-entropy and negative log-likelihood."""
    family = Losses("classification_losses")
    weighted = lambda f: lambda x, t, w=None, **args: f(x, t, weight=w, **args)  # noqa: E731
    d = family.begin("cross_entropy", weighted(F.cross_entropy))
    t = torch.tensor([1, 0, 4, 2, 2, 3])
    family.each("plain", [d.real((6, 5)), t, None])
    family.each("f64", [d.f64((6, 5)), t, None])
    family.each("weights", [d.real((6, 5)), t, d.real((5,), 0.2, 2)], constant=(2,))
    family.each("smoothing", [d.real((6, 5)), t, None], label_smoothing=0.1)
    family.each("weights smoothing", [d.real((6, 5)), t, d.real((5,), 0.2, 2)], constant=(2,), label_smoothing=0.2)
    family.each("ignore", [d.real((6, 5)), torch.tensor([1, -100, 4, 2, -100, 3]), None], ignore_index=-100)
    family.each("ignore class weights", [d.real((6, 5)), t, d.real((5,), 0.2, 2)], constant=(2,), ignore_index=2)
    family.each("ignore smoothing", [d.real((6, 5)), t, None], ignore_index=2, label_smoothing=0.1)
    family.each("probabilities", [d.real((4, 5)), torch.softmax(d.real((4, 5)), 1), None])
    family.each("probabilities smoothing weights", [d.real((4, 5)), torch.softmax(d.real((4, 5)), 1), d.real((5,), 0.2, 2)], constant=(1, 2), label_smoothing=0.1)
    family.each("images", [d.real((2, 3, 4, 5)), d.integers((2, 4, 5), 0, 3), d.real((3,), 0.2, 2)], constant=(2,))
    family.each("image probabilities", [d.real((2, 3, 4)), torch.softmax(d.real((2, 3, 4)), 1), None], constant=(1,))
    family.each("sequences smoothing f64", [d.f64((2, 3, 4)), d.integers((2, 4), 0, 3), None], label_smoothing=0.1)
    family.each("unbatched", [d.real((5,)), torch.tensor(3), None])
    family.each("strided", [View(d.real((5, 6)), ("transpose", 0, 1)), t, None])
    family.each("large logits", [d.real((3, 4), -300, 300), torch.tensor([0, 1, 2]), None])
    family.add("all ignored sum", [d.real((2, 3)), torch.tensor([-100, -100]), None], reduction="sum", ignore_index=-100)
    family.add("all ignored mean", [d.real((2, 3)), torch.tensor([-100, -100]), None], lenient=True, reduction="mean", ignore_index=-100)
    d = family.begin("nll_loss", weighted(F.nll_loss))
    family.each("plain", [d.real((6, 5)), t, None])
    family.each("weights", [d.f64((6, 5)), t, d.f64((5,), 0.2, 2)], constant=(2,))
    family.each("ignore", [d.real((6, 5)), t, None], ignore_index=2)
    family.each("images", [d.real((2, 3, 2, 2)), d.integers((2, 2, 2), 0, 3), None])
    d = family.begin("multi_margin_loss", weighted(F.multi_margin_loss))
    family.each("plain", [d.real((4, 5)), torch.tensor([1, 0, 4, 2]), None], p=1, margin=1.0)
    d = family.begin("multilabel_soft_margin_loss", weighted(F.multilabel_soft_margin_loss))
    family.each("plain", [d.real((4, 5)), d.integers((4, 5), 0, 2).float(), None], constant=(1,))
    return family


def regression():
    """Distances between values, and probabilities."""
    family = Losses("regression_losses")
    options = {"mse_loss": [{}], "l1_loss": [{}], "smooth_l1_loss": [{"beta": 1.0}, {"beta": 0.3}, {"beta": 0.0}], "huber_loss": [{"delta": 1.0}, {"delta": 0.5}],
               "soft_margin_loss": [{}], "hinge_embedding_loss": [{"margin": 1.0}],
               "poisson_nll_loss": [{"log_input": True, "full": False}, {"log_input": False, "full": False}, {"log_input": True, "full": True}]}
    for op, choices in options.items():
        d = family.begin(op)
        signs = op in ("soft_margin_loss", "hinge_embedding_loss")
        for at, args in enumerate(choices):
            low = 0.1 if op == "poisson_nll_loss" else -2
            target = (lambda shape, dtype=torch.float32: (d.integers(shape, 0, 2) * 2 - 1).to(dtype)) if signs else \
                (lambda shape, dtype=torch.float32: d.real(shape, 0.1, 5, dtype)) if op == "poisson_nll_loss" else (lambda shape, dtype=torch.float32: d.real(shape, dtype=dtype))
            held = (1,) if signs or op == "poisson_nll_loss" else ()
            family.each(f"f32 {at}", [d.real((67,), low, 2), target((67,))], constant=held, **args)
            family.each(f"f64 {at}", [d.f64((2, 3), low, 2), target((2, 3), torch.float64)], constant=held, **args)
            family.each(f"strided {at}", [View(d.real((4, 3), low, 2), ("transpose", 0, 1)), target((3, 4))], constant=held, **args)
        family.each("scalar", [d.real((), max(low, 0.1), 2), target(())], constant=held, **choices[0])
        if op in ("mse_loss", "l1_loss"):
            family.add("empty", [d.real((0, 2)), d.real((0, 2))], reduction="sum")
    d = family.begin("binary_cross_entropy", lambda p, t, w=None, **args: F.binary_cross_entropy(p, t, weight=w, **args))
    family.each("f32", [d.real((67,), 0.01, 0.99), d.real((67,), 0, 1), None], constant=(1,))
    family.each("weights f64", [d.f64((2, 3), 0.01, 0.99), d.integers((2, 3), 0, 2).double(), d.f64((3,), 0.2, 2)], constant=(1, 2))
    family.each("certain", [torch.tensor([0.0, 1.0, 0.0, 1.0]), torch.tensor([0.0, 1.0, 1.0, 0.0]), None], grad=False)
    d = family.begin("binary_cross_entropy_with_logits", lambda x, t, w=None, pos=None, **args: F.binary_cross_entropy_with_logits(x, t, weight=w, pos_weight=pos, **args))
    family.each("f32", [d.real((67,), -5, 5), d.real((67,), 0, 1), None, None], constant=(1,))
    family.each("weights f64", [d.f64((2, 3)), d.f64((2, 3), 0, 1), d.f64((3,), 0.2, 2), None], constant=(1, 2))
    family.each("positive weights", [d.real((4, 3)), d.integers((4, 3), 0, 2).float(), None, d.real((3,), 0.2, 3)], constant=(1, 3))
    family.each("both weights", [d.real((4, 3)), d.integers((4, 3), 0, 2).float(), d.real((4, 3), 0.2, 2), d.real((3,), 0.2, 3)], constant=(1, 2, 3))
    family.each("extreme", [torch.tensor([-200.0, 200.0, -50.0, 50.0]), torch.tensor([1.0, 0.0, 0.0, 1.0]), None, None], constant=(1,))
    d = family.begin("kl_div")
    for reduction in (*REDUCTIONS, "batchmean"):
        for log_target in (False, True):
            target = torch.log_softmax(d.real((3, 4)), 1)
            family.add(f"{reduction} log target {log_target}", [torch.log_softmax(d.real((3, 4)), 1), target if log_target else target.exp()], constant=(1,),
                       reduction=reduction, log_target=log_target)
    family.add("zero targets", [torch.log_softmax(d.f64((2, 3)), 1), torch.tensor([[0.0, 0.5, 0.5], [1.0, 0.0, 0.0]], dtype=torch.float64)], constant=(1,), reduction="batchmean", log_target=False)
    d = family.begin("gaussian_nll_loss")
    family.each("plain", [d.real((4, 3)), d.real((4, 3)), d.real((4, 3), 0.2, 2)], full=False, eps=1e-6)
    family.each("full f64", [d.f64((4, 3)), d.f64((4, 3)), d.f64((4, 1), 0.2, 2)], full=True, eps=1e-6)
    d = family.begin("margin_ranking_loss")
    family.each("plain", [d.real((6,)), d.real((6,)), (d.integers((6,), 0, 2) * 2 - 1).float()], constant=(2,), margin=0.3)
    d = family.begin("cosine_embedding_loss")
    family.each("plain", [d.real((5, 3)), d.real((5, 3)), torch.tensor([1, -1, 1, -1, 1])], margin=0.2)
    d = family.begin("triplet_margin_loss")
    family.each("plain", [d.real((5, 3)), d.real((5, 3)), d.real((5, 3))], margin=1.0, p=2.0, swap=False)
    family.each("swap f64", [d.f64((5, 3)), d.f64((5, 3)), d.f64((5, 3))], margin=2.0, p=2.0, swap=True)
    return family


def families():
    """The files of this module."""
    return [classification(), regression()]

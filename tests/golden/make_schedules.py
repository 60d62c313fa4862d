"""Golden vectors of learning-rate schedules: the rate (and momentum) in use at every step."""
import math

import golden  # noqa: F401
import torch
import torch.optim.swa_utils
from torch.optim import lr_scheduler as s

from golden.data import Data
from golden.record import Records

STEPS = 1000


def optimizer(lr, momentum=0.9, kind="SGD"):
    """An optimiser with one parameter."""
    parameter = torch.nn.Parameter(torch.zeros(1))
    return torch.optim.SGD([parameter], lr=lr, momentum=momentum) if kind == "SGD" else torch.optim.Adam([parameter], lr=lr, betas=(momentum, 0.999))


def polynomial(step, warmup, total, power):
    """A warm-up followed by polynomial decay, as a factor."""
    return (step + 1) / warmup if step < warmup else max(0.0, 1 - (step - warmup) / (total - warmup)) ** power


PLAIN = [
    ("StepLR", 0.1, [{"step_size": 30, "gamma": 0.5}, {"step_size": 7}]),
    ("MultiStepLR", 0.1, [{"milestones": [10, 50, 51, 200], "gamma": 0.3}, {"milestones": [20, 20, 80]}]),
    ("ConstantLR", 0.1, [{"factor": 0.25, "total_iters": 12}, {}]),
    ("LinearLR", 0.1, [{"start_factor": 0.01, "end_factor": 1.0, "total_iters": 40}, {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 100}, {}]),
    ("ExponentialLR", 0.1, [{"gamma": 0.98}]),
    ("PolynomialLR", 0.1, [{"total_iters": 100, "power": 2.0}, {"total_iters": 50, "power": 1.0}]),
    ("CosineAnnealingLR", 0.1, [{"T_max": 300}, {"T_max": 50, "eta_min": 0.01}]),
    ("CosineAnnealingWarmRestarts", 0.1, [{"T_0": 20}, {"T_0": 10, "T_mult": 2, "eta_min": 0.001}]),
    ("CyclicLR", 0.1, [{"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 20}, {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 10, "step_size_down": 25, "mode": "triangular2"},
                       {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 15, "mode": "exp_range", "gamma": 0.995}]),
]
ONE_CYCLE = [{"max_lr": 0.5, "total_steps": STEPS}, {"max_lr": 0.5, "total_steps": 200, "anneal_strategy": "linear"}, {"max_lr": 0.5, "total_steps": 200, "three_phase": True},
             {"max_lr": 0.5, "total_steps": 200, "three_phase": True, "anneal_strategy": "linear", "pct_start": 0.4}, {"max_lr": 0.1, "epochs": 7, "steps_per_epoch": 23, "pct_start": 0.2},
             {"max_lr": 0.2, "total_steps": 150, "div_factor": 10.0, "final_div_factor": 100.0, "base_momentum": 0.7, "max_momentum": 0.99},
             {"max_lr": 0.2, "total_steps": 100, "cycle_momentum": False}]


def restarts(lr, step, first, t_mul, m_mul, alpha):
    """tf.keras.optimizers.schedules.CosineDecayRestarts, cycle by cycle."""
    length, height, at = first, 1.0, float(step)
    while at >= length:
        at -= length
        length *= t_mul
        height *= m_mul
    return lr * ((1 - alpha) * 0.5 * height * (1 + math.cos(math.pi * at / length)) + alpha)


def polynomial_decay(lr, step, steps, end, power, cycle):
    """tf.keras.optimizers.schedules.PolynomialDecay."""
    if cycle:
        steps *= 1 if step == 0 else math.ceil(step / steps)
    return (lr - end) * (1 - min(step, steps) / steps) ** power + end


# TensorFlow's schedules, after their documentation.
KERAS = [
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.9, "staircase": False}, lambda lr, k: lr * 0.9 ** (k / 30)),
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.9, "staircase": True}, lambda lr, k: lr * 0.9 ** (k // 30)),
    ("InverseTimeDecay", {"decay_steps": 20, "decay_rate": 0.5, "staircase": False}, lambda lr, k: lr / (1 + 0.5 * k / 20)),
    ("InverseTimeDecay", {"decay_steps": 20, "decay_rate": 0.5, "staircase": True}, lambda lr, k: lr / (1 + 0.5 * (k // 20))),
    ("PolynomialDecay", {"decay_steps": 100, "end_learning_rate": 0.01, "power": 0.5, "cycle": False}, lambda lr, k: polynomial_decay(lr, k, 100, 0.01, 0.5, False)),
    ("PolynomialDecay", {"decay_steps": 100, "end_learning_rate": 0.001, "power": 2.0, "cycle": True}, lambda lr, k: polynomial_decay(lr, k, 100, 0.001, 2.0, True)),
    ("CosineDecay", {"decay_steps": 600, "alpha": 0.1}, lambda lr, k: lr * (0.9 * 0.5 * (1 + math.cos(math.pi * min(k, 600) / 600)) + 0.1)),
    ("CosineDecayRestarts", {"first_decay_steps": 50, "t_mul": 2.0, "m_mul": 0.8, "alpha": 0.05}, lambda lr, k: restarts(lr, k, 50, 2.0, 0.8, 0.05)),
    ("CosineDecayRestarts", {"first_decay_steps": 60, "t_mul": 1.0, "m_mul": 0.9, "alpha": 0.0}, lambda lr, k: restarts(lr, k, 60, 1.0, 0.9, 0.0)),
    ("PiecewiseConstantDecay", {"boundaries": [100, 300, 900], "values": [0.1, 0.05, 0.01, 0.001]}, lambda lr, k: 0.1 if k <= 100 else 0.05 if k <= 300 else 0.01 if k <= 900 else 0.001),
]


class Schedules(Records):
    """Records the rate in use at each step."""

    def trace(self, label, name, lr, args, make, steps=STEPS, kind="SGD", momentum=False):
        """The rate before step() is called for the 1st, 2nd, ... time."""
        o = optimizer(lr, kind=kind)
        schedule = make(o)
        rates, momenta = [], []
        for _ in range(steps):
            group = o.param_groups[0]
            rates.append(group["lr"])
            momenta.append(group["momentum"] if kind == "SGD" else group["betas"][0])
            o.step()
            schedule.step()
        self.add(f"{name}/{label}", schedule=name, lr=lr, args=args, rates=self.pool.key(torch.tensor(rates, dtype=torch.float64)), optimizer=kind,
                 momenta=self.pool.key(torch.tensor(momenta, dtype=torch.float64)) if momentum else None)


def main():
    """Writes schedules/schedules.safetensors."""
    r = Schedules("schedules/schedules.safetensors", "golden-schedules-1")
    for name, lr, choices in PLAIN:
        for at, args in enumerate(choices):
            extra = {"cycle_momentum": False} if name == "CyclicLR" else {}
            r.trace(str(at), name, lr, args, lambda o: getattr(s, name)(o, **args, **extra))
    for at, args in enumerate(ONE_CYCLE):
        total = args.get("total_steps") or args["epochs"] * args["steps_per_epoch"]
        for kind in ("SGD", "Adam"):
            # PyTorch refuses a step after the last.
            r.trace(f"{at} {kind}", "OneCycleLR", 0.1, args, lambda o: s.OneCycleLR(o, **args), total, kind, momentum=True)
    for at, (warmup, total, power) in enumerate(((10, 300, 1.0), (5, 100, 2.0), (1, 50, 0.5))):
        r.trace(str(at), "WarmupPolynomial", 0.1, {"warmup": warmup, "total": total, "power": power}, lambda o: s.LambdaLR(o, lambda step: polynomial(step, warmup, total, power)))
    r.trace("noam", "Noam", 1.0, {"d_model": 512, "warmup": 40}, lambda o: s.LambdaLR(o, lambda step: 512 ** -0.5 * min((step + 1) ** -0.5, (step + 1) * 40 ** -1.5)))
    warm = lambda o: s.LinearLR(o, start_factor=0.01, total_iters=20)  # noqa: E731
    r.trace("warm-up cosine", "SequentialLR", 0.1, {"milestones": [20], "schedules": [{"schedule": "LinearLR", "args": {"start_factor": 0.01, "total_iters": 20}}, {"schedule": "CosineAnnealingLR", "args": {"T_max": 280}}]},
            lambda o: s.SequentialLR(o, [warm(o), s.CosineAnnealingLR(o, 280)], [20]))
    r.trace("three parts", "SequentialLR", 0.1, {"milestones": [10, 60], "schedules": [{"schedule": "ConstantLR", "args": {"factor": 0.1, "total_iters": 10}}, {"schedule": "ExponentialLR", "args": {"gamma": 0.95}},
                                                                                         {"schedule": "StepLR", "args": {"step_size": 30, "gamma": 0.5}}]},
            lambda o: s.SequentialLR(o, [s.ConstantLR(o, 0.1, 10), s.ExponentialLR(o, 0.95), s.StepLR(o, 30, 0.5)], [10, 60]))
    r.trace("warm-up decay", "ChainedScheduler", 0.1, {"schedules": [{"schedule": "ConstantLR", "args": {"factor": 0.1, "total_iters": 10}}, {"schedule": "ExponentialLR", "args": {"gamma": 0.99}}]},
            lambda o: s.ChainedScheduler([s.ConstantLR(o, 0.1, 10), s.ExponentialLR(o, 0.99)]))
    r.trace("0", "MultiplicativeLR", 0.1, {"a": 0.98, "b": 0.02}, lambda o: s.MultiplicativeLR(o, lambda k: 0.98 + 0.02 * math.sin(k)))
    for at, (lr, steps, shape) in enumerate(((0.05, 10, "cos"), (0.02, 40, "linear"), (0.03, 0, "cos"))):
        r.trace(str(at), "SWALR", 0.1, {"swa_lr": lr, "anneal_epochs": steps, "anneal_strategy": shape}, lambda o: torch.optim.swa_utils.SWALR(o, lr, steps, shape))
    for name, args, rule in KERAS:
        r.trace(" ".join(f"{k} {v}" for k, v in args.items()), name, 0.1, args, lambda o: s.LambdaLR(o, lambda step: rule(0.1, step) / 0.1))
    plateau(r)
    r.write()


def plateau(r):
    """ReduceLROnPlateau on noisy, finally flat metrics."""
    choices = [{}, {"mode": "max", "factor": 0.5, "patience": 3}, {"threshold": 0.01, "threshold_mode": "abs", "cooldown": 4, "patience": 2}, {"min_lr": 0.02, "factor": 0.3, "patience": 1},
               {"mode": "max", "threshold": 0.01, "threshold_mode": "abs", "patience": 0}]
    for at, args in enumerate(choices):
        d = Data(f"schedules/plateau {at}")
        trend = torch.exp(-torch.arange(STEPS, dtype=torch.float64) / 125)
        metrics = (1 - trend if args.get("mode") == "max" else trend) + d.f64((STEPS,), -0.02, 0.02)
        o = optimizer(0.1)
        schedule, rates = s.ReduceLROnPlateau(o, **args), []
        for metric in metrics.tolist():
            schedule.step(metric)
            rates.append(o.param_groups[0]["lr"])
        r.add(f"ReduceLROnPlateau/{at}", schedule="ReduceLROnPlateau", lr=0.1, args=args, optimizer="SGD", metrics=r.pool.key(metrics), rates=r.pool.key(torch.tensor(rates, dtype=torch.float64)))


if __name__ == "__main__":
    import warnings
    warnings.filterwarnings("ignore")
    main()

"""States that PyTorch saves: optimisers in mid-run with what two more steps make of the parameters, and schedulers in mid-run with the rates that follow."""
import golden  # noqa: F401
import torch
import torch.optim.swa_utils
from torch.optim import lr_scheduler as s

from golden.data import Data
from golden.record import ROOT, Records

OPTIONS = {
    "SGD": {"lr": 0.1, "momentum": 0.9, "nesterov": True}, "Adam": {"lr": 0.02, "amsgrad": True, "weight_decay": 0.1}, "AdamW": {"lr": 0.02, "betas": (0.8, 0.95)}, "RMSprop": {"lr": 0.02, "momentum": 0.8, "centered": True},
    "Adagrad": {"lr": 0.1, "lr_decay": 0.1}, "Adadelta": {"lr": 0.8}, "Adamax": {"lr": 0.02}, "NAdam": {"lr": 0.02}, "RAdam": {"lr": 0.05, "betas": (0.8, 0.9)}, "Rprop": {"lr": 0.02}, "ASGD": {"lr": 0.1, "t0": 1, "lambd": 0.1},
    "SparseAdam": {"lr": 0.02}, "LBFGS": {"lr": 0.7, "max_iter": 3, "line_search_fn": "strong_wolfe"},
}
SCHEDULES = {
    "StepLR": lambda o: s.StepLR(o, 4, 0.5), "MultiStepLR": lambda o: s.MultiStepLR(o, [3, 9], 0.3), "ConstantLR": lambda o: s.ConstantLR(o, 0.25, 8), "LinearLR": lambda o: s.LinearLR(o, 0.1, 1.0, 10),
    "ExponentialLR": lambda o: s.ExponentialLR(o, 0.9), "PolynomialLR": lambda o: s.PolynomialLR(o, 20, 2.0), "CosineAnnealingLR": lambda o: s.CosineAnnealingLR(o, 15), "LambdaLR": lambda o: s.LambdaLR(o, lambda k: 1 / (1 + k)),
    "CosineAnnealingWarmRestarts": lambda o: s.CosineAnnealingWarmRestarts(o, 4, 2), "MultiplicativeLR": lambda o: s.MultiplicativeLR(o, lambda k: 0.9),
    "SequentialLR": lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.1, 1.0, 5), s.ExponentialLR(o, 0.9)], [5]), "ChainedScheduler": lambda o: s.ChainedScheduler([s.LinearLR(o, 0.1, 1.0, 5), s.ExponentialLR(o, 0.9)]),
    "ReduceLROnPlateau": lambda o: s.ReduceLROnPlateau(o, patience=1), "OneCycleLR": lambda o: s.OneCycleLR(o, 0.5, total_steps=20), "SWALR": lambda o: torch.optim.swa_utils.SWALR(o, 0.02, 10),
}
METRICS = [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.97, 0.5, 0.6, 0.6, 0.6, 0.6]
MIDDLE, MORE = 7, 5


def loss_of(parameters):
    """A bowl."""
    return sum(((p - 0.3) ** 2).sum() for p in parameters) + parameters[0].sum() * parameters[1].sum() * 0.1


def optimisers(r, folder):
    """Three steps, the saved state, two more steps."""
    for name, options in OPTIONS.items():
        d = Data(f"states/{name}")
        parameters = [torch.nn.Parameter(d.real((3, 2))), torch.nn.Parameter(d.real((4,)))]
        optimizer = getattr(torch.optim, name)(parameters, **options)
        grads = [[d.real(p.shape, -1, 1) for p in parameters] for _ in range(5)]

        def step(at):
            if name == "LBFGS":
                def closure():
                    optimizer.zero_grad()
                    loss = loss_of(parameters)
                    loss.backward()
                    return loss
                optimizer.step(closure)
                return
            for p, g in zip(parameters, grads[at]):
                p.grad = g.to_sparse(1) if name == "SparseAdam" else g.clone()
            optimizer.step()
        for at in range(3):
            step(at)
        torch.save(optimizer.state_dict(), folder / f"{name}.pt")
        middle = [p.detach().clone() for p in parameters]
        for at in (3, 4):
            step(at)
        r.add(name, args=options, start=r.keys(middle), grads=r.keys([torch.stack([grads[at][i] for at in (3, 4)]) for i in range(2)]), after=r.keys([p.detach() for p in parameters]))


def schedules(r, folder):
    """Seven steps, the saved states of optimiser and scheduler, and the rates of five more."""
    for name, make in SCHEDULES.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9 if name == "OneCycleLR" else 0)
        schedule = make(optimizer)

        def step(at):
            optimizer.step()
            schedule.step(METRICS[at]) if name == "ReduceLROnPlateau" else schedule.step()
        for at in range(MIDDLE):
            step(at)
        torch.save({"optimizer": optimizer.state_dict(), "scheduler": schedule.state_dict()}, folder / f"{name}.pt")
        rates = []
        for at in range(MIDDLE, MIDDLE + MORE):
            step(at)
            rates.append(optimizer.param_groups[0]["lr"])
        r.add(name, rates=r.pool.key(torch.tensor(rates, dtype=torch.float64)))


def main():
    """Writes states/*.pt and states/states.safetensors, states/schedules.safetensors."""
    folder = ROOT / "states"
    folder.mkdir(exist_ok=True)
    r, q = Records("states/states.safetensors", "golden-states-1"), Records("states/schedules.safetensors", "golden-states-1")
    optimisers(r, folder)
    schedules(q, folder)
    r.write()
    q.write()


if __name__ == "__main__":
    import warnings
    warnings.filterwarnings("ignore")
    main()

"""Checks that PyTorch goes on from states Nabla wrote: check_states.py FOLDER, with one file for each of states/*.pt. Prints what differs.

The tests leave the files: NABLA_KEEP_STATES=FOLDER dotnet tests/Nabla.Tests/bin/Release/net10.0/Nabla.Tests.dll --filter-class "*PyTorchStateTests"
"""
import pathlib
import sys
import warnings

import golden  # noqa: F401
import torch

import make_optim_states as made
from golden.data import Data
from golden.record import ROOT


def optimiser(name, path):
    """Two more steps from a file, as parameters."""
    d = Data(f"states/{name}")
    parameters = [torch.nn.Parameter(d.real((3, 2))), torch.nn.Parameter(d.real((4,)))]
    optimizer = getattr(torch.optim, name)(parameters, **made.OPTIONS[name])
    grads = [[d.real(p.shape, -1, 1) for p in parameters] for _ in range(5)]
    for at in range(5):
        if at == 3:
            optimizer.load_state_dict(torch.load(path))

        def closure():
            optimizer.zero_grad()
            loss = made.loss_of(parameters)
            loss.backward()
            return loss
        if name == "LBFGS":
            optimizer.step(closure)
            continue
        for p, g in zip(parameters, grads[at]):
            p.grad = g.to_sparse(1) if name == "SparseAdam" else g.clone()
        optimizer.step()
    return torch.cat([p.detach().reshape(-1) for p in parameters])


def schedule(name, path):
    """The rates of five more steps from a file."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9 if name == "OneCycleLR" else 0)
    made_schedule = made.SCHEDULES[name](optimizer)
    saved = torch.load(path)
    optimizer.load_state_dict(saved["optimizer"])
    made_schedule.load_state_dict(saved["scheduler"])
    rates = []
    for at in range(made.MIDDLE, made.MIDDLE + made.MORE):
        optimizer.step()
        made_schedule.step(made.METRICS[at]) if name == "ReduceLROnPlateau" else made_schedule.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return torch.tensor(rates)


def main():
    """Compares every file with PyTorch's own."""
    warnings.filterwarnings("ignore")
    folder, bad = pathlib.Path(sys.argv[1]), 0
    for names, run in ((made.OPTIONS, optimiser), (made.SCHEDULES, schedule)):
        for name in names:
            try:
                difference = (run(name, folder / f"{name}.pt") - run(name, ROOT / "states" / f"{name}.pt")).abs().max().item()
                verdict = "ok" if difference < 1e-5 else f"differs by {difference}"
            except Exception as error:  # noqa: BLE001
                verdict = f"{type(error).__name__}: {error}"
            bad += verdict != "ok"
            print(f"{name:28} {verdict}")
    sys.exit(bad)


if __name__ == "__main__":
    main()

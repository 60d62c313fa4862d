"""Golden vectors of optimisers: ten steps from given gradients, and the state PyTorch would save."""
import golden  # noqa: F401
import torch

from golden.data import Data
from golden.record import Records

STEPS = 10
SHAPES = [(3, 4), (5,), ()]
LISTS = {
    "SGD": [{}, {"momentum": 0.9}, {"momentum": 0.9, "dampening": 0.3}, {"momentum": 0.9, "nesterov": True}, {"weight_decay": 0.1}, {"maximize": True},
            {"momentum": 0.8, "weight_decay": 0.05, "nesterov": True}, {"momentum": 0.8, "weight_decay": 0.05, "dampening": 0.2, "maximize": True}],
    "Adam": [{}, {"betas": [0.8, 0.95]}, {"eps": 1e-3}, {"weight_decay": 0.1}, {"amsgrad": True}, {"maximize": True},
             {"amsgrad": True, "weight_decay": 0.05, "betas": [0.7, 0.9], "eps": 1e-4}, {"amsgrad": True, "weight_decay": 0.05, "maximize": True}],
    "AdamW": [{}, {"betas": [0.8, 0.95]}, {"eps": 1e-3}, {"weight_decay": 0.0}, {"weight_decay": 0.3}, {"amsgrad": True}, {"maximize": True},
              {"amsgrad": True, "weight_decay": 0.05, "betas": [0.7, 0.9], "eps": 1e-4}, {"amsgrad": True, "weight_decay": 0.05, "maximize": True}],
    "RMSprop": [{}, {"alpha": 0.9, "eps": 1e-3}, {"momentum": 0.9}, {"centered": True, "weight_decay": 0.05}, {"maximize": True, "weight_decay": 0.05}, {"momentum": 0.8, "centered": True}],
    "Adagrad": [{}, {"maximize": True, "eps": 1e-3}, {"lr_decay": 0.1, "weight_decay": 0.05, "initial_accumulator_value": 0.1}],
    "Adadelta": [{}, {"maximize": True, "weight_decay": 0.05}, {"rho": 0.8, "eps": 1e-4, "weight_decay": 0.05}],
    "Adamax": [{}, {"maximize": True, "eps": 1e-3}, {"betas": [0.8, 0.95], "weight_decay": 0.05}],
    "NAdam": [{}, {"momentum_decay": 1e-2, "weight_decay": 0.05}],
    "RAdam": [{}, {"betas": [0.8, 0.9], "weight_decay": 0.05}],
    "Rprop": [{}, {"etas": [0.3, 1.5], "step_sizes": [0.01, 0.03]}, {"maximize": True}],
    "ASGD": [{}, {"lambd": 0.1, "alpha": 0.5, "t0": 3}, {"weight_decay": 0.05, "maximize": True, "t0": 0}],
    "SparseAdam": [{}, {"betas": [0.8, 0.95], "eps": 1e-3}, {"maximize": True}],
}
NEW = ("Rprop", "ASGD", "SparseAdam")
ROWS = [(6, 4), (5,)]
RATES = {"SGD": 0.1, "Adam": 0.02, "AdamW": 0.02, "RMSprop": 0.02, "Adagrad": 0.1, "Adadelta": 1.0, "Adamax": 0.02, "NAdam": 0.02, "RAdam": 0.05, "Rprop": 0.02, "ASGD": 0.1, "SparseAdam": 0.02}


def saved_state(records, optimizer):
    """state_dict() with tensors replaced by keys."""
    saved = optimizer.state_dict()
    state = {str(index): {k: {"t": records.pool.key(v)} if isinstance(v, torch.Tensor) else v for k, v in entry.items()} for index, entry in saved["state"].items()}
    return {"state": state, "param_groups": [{k: v for k, v in group.items() if k not in ("foreach", "fused", "capturable", "differentiable")} for group in saved["param_groups"]]}


def run(records, name, options, label, dtype=torch.float32, groups=None, missing=(), rates=None):
    """Ten steps. `groups` splits the parameters; `missing` lists (step, parameter) without a gradient; `rates` sets lr before steps."""
    key = f"{name}/{label}"
    d = Data(f"optim/{key}")
    sparse = name == "SparseAdam"
    shapes = ROWS if sparse else SHAPES
    starts = [d.real(shape, dtype=dtype) for shape in shapes]
    grads = [[None if (step, at) in missing else d.real(shape, -1, 1, dtype) for at, shape in enumerate(shapes)] for step in range(STEPS)]
    if sparse:
        for row in grads:
            for grad in row:
                grad[d.bools(grad.shape[:1], 0.5).logical_and(torch.arange(len(grad)) > 0)] = 0
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    groups = groups or [{"params": list(range(len(shapes)))}]
    described = [dict(group, params=[parameters[i] for i in group["params"]]) for group in groups]
    chosen = {"lr": RATES[name], **options}
    optimizer = getattr(torch.optim, name)(described, **({} if sparse else {"foreach": False}), **chosen)
    after = [[] for _ in parameters]
    for step in range(STEPS):
        if rates and step in rates:
            for group in optimizer.param_groups:
                group["lr"] = rates[step]
        for parameter, grad in zip(parameters, grads[step]):
            parameter.grad = None if grad is None else grad.to_sparse(1) if sparse else grad.clone()
        optimizer.step()
        for values, parameter in zip(after, parameters):
            values.append(parameter.detach().clone())
    given = [torch.stack([torch.zeros_like(starts[at]) if row[at] is None else row[at] for row in grads]) for at in range(len(starts))]
    records.add(key, optimizer=name, args=chosen, dtype=dtype, groups=groups, missing=[list(pair) for pair in missing] or None,
                rates=sorted([list(pair) for pair in rates.items()]) if rates else None, start=records.keys(starts), grads=records.keys(given),
                after=records.keys([torch.stack(values) for values in after]), saved=saved_state(records, optimizer))


def problem(x, y):
    """A crooked valley and a tilted bowl, coupled."""
    valley = (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
    return valley + ((y - 0.5) ** 2 * 3).sum() + 0.1 * x.sum() * y.sum()


def lbfgs(records):
    """Ten steps of L-BFGS on a function, with the loss each step returns."""
    for label, options in {"plain": {"lr": 0.5}, "strong wolfe": {"line_search_fn": "strong_wolfe"},
                           "short": {"line_search_fn": "strong_wolfe", "history_size": 2, "max_iter": 3, "max_eval": 4},
                           "small steps": {"lr": 0.01, "max_iter": 4, "history_size": 3}}.items():
        d = Data(f"optim/LBFGS/{label}")
        starts = [d.f64((4,), -1, 1), d.f64((2, 3), -1, 1)]
        parameters = [torch.nn.Parameter(start.clone()) for start in starts]
        optimizer = torch.optim.LBFGS(parameters, **options)

        def closure():
            optimizer.zero_grad()
            loss = problem(*parameters)
            loss.backward()
            return loss
        losses, after = [], [[], []]
        for _ in range(STEPS):
            losses.append(float(optimizer.step(closure)))
            for values, parameter in zip(after, parameters):
                values.append(parameter.detach().clone())
        records.add(f"LBFGS/{label}", args=options, start=records.keys(starts), losses=records.pool.key(torch.tensor(losses, dtype=torch.float64)),
                    after=records.keys([torch.stack(values) for values in after]), evaluations=optimizer.state_dict()["state"][0]["func_evals"])


def published(records):
    """Three steps of one float64 parameter whose values are published to sixteen digits."""
    for name in ("Adam", "AdamW"):
        parameter = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
        optimizer = getattr(torch.optim, name)([parameter], lr=1e-3, weight_decay=1e-2, foreach=False)
        values = []
        for grad in (0.5, -0.3, 0.2):
            parameter.grad = torch.tensor([grad], dtype=torch.float64)
            optimizer.step()
            values.append(parameter.detach().clone())
        expected = {"Adam": (.9990000000196079, .9987855782630862, .9984141018197858), "AdamW": (.99899000002, .9987885120894177, .9984310965227878)}[name]
        assert all(abs(v.item() - e) < 1e-15 for v, e in zip(values, expected)), values
        records.add(f"{name}/published", optimizer=name, args={"lr": 1e-3, "weight_decay": 1e-2}, dtype=torch.float64, groups=[{"params": [0]}],
                    start=records.keys([torch.ones(1, dtype=torch.float64)]), grads=records.keys([torch.tensor([[0.5], [-0.3], [0.2]], dtype=torch.float64)]),
                    after=records.keys([torch.stack(values)]), saved=saved_state(records, optimizer))


def main():
    """One file for the optimisers of the first set, one for the others."""
    main_set, others = Records("optim/optimizers.safetensors", "golden-optim-1"), Records("optim/more_optimizers.safetensors", "golden-optim-1")
    newer, closures = Records("optim/further_optimizers.safetensors", "golden-optim-1"), Records("lbfgs/lbfgs.safetensors", "golden-lbfgs-1")
    for name, choices in LISTS.items():
        records = main_set if name in ("SGD", "Adam", "AdamW") else newer if name in NEW else others
        for options in choices:
            label = " ".join(f"{k} {v}" for k, v in options.items()) or "plain"
            run(records, name, options, label)
            if options in (choices[0], choices[-1]):
                run(records, name, options, label + " f64", torch.float64)
        if records is main_set:
            extra = {"momentum": 0.9} if name == "SGD" else {}
            run(records, name, extra, "groups", groups=[{"params": [0], "lr": 0.05, "weight_decay": 0.1}, {"params": [1, 2], "weight_decay": 0.0}])
            run(records, name, extra, "late gradients", missing=((0, 1), (3, 0), (4, 1)))
            run(records, name, extra, "changing rate", rates={0: 0.001, 3: 0.05, 7: 0.01})
    published(main_set)
    lbfgs(closures)
    for records in (main_set, others, newer, closures):
        records.write()


if __name__ == "__main__":
    main()

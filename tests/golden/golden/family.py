"""A family of op cases in one file: runs PyTorch on each, takes gradients, measures PyTorch's own rounding noise."""
import math
import pathlib

import torch
import torch.nn.functional as F

from . import data, jsonable, safetensors, views

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCE = {torch.float32: (1e-5, 1e-6), torch.float64: (1e-9, 1e-11), torch.bfloat16: (2e-2, 2e-2), torch.float16: (2e-3, 2e-3)}


def lookup(op):
    """The PyTorch function of a name."""
    for home in (torch, F, torch.special, torch.linalg, torch.Tensor):
        if hasattr(home, op):
            return getattr(home, op)
    raise KeyError(op)


def listed(result):
    """Outputs as a flat list of tensors."""
    if isinstance(result, torch.Tensor):
        return [result]
    if isinstance(result, (bool, int, float)):
        return [torch.tensor(result)]
    return [item for part in result for item in listed(part)]


class Family:
    """Cases of related ops; `begin` names the op, `add` records a case."""

    def __init__(self, name):
        self.name, self.cases, self.pool = name, [], safetensors.Pool()
        self.op, self._function, self._names = None, None, set()
        self.data = None

    def begin(self, op, function=None):
        """Starts the cases of an op; its data do not depend on other ops."""
        self.op, self._function = op, function or lookup(op)
        self.data = data.Data(f"{self.name}/{op}")
        return self.data

    def through(self, function):
        """Computes the next cases another way: where PyTorch rounds a float64 gradient's constant to float32, or stores it in another order."""
        self._function = function

    def add(self, label, inputs, grad=True, lenient=False, constant=(), **args):
        """Records a case. `constant` lists inputs that take no gradient; `lenient` lets a NaN gradient be anything."""
        name = f"{self.op}/{label}"
        assert name not in self._names, name
        self._names.add(name)
        leaves, outputs = self._run(inputs, args, grad, constant)
        case = {"name": name, "op": self.op}
        if args:
            case["args"] = jsonable.plain(args)
        case["inputs"] = [self._input(source) for source in inputs]
        case["outputs"] = [self.pool.key(output) for output in outputs]
        results = list(outputs)
        if any(output.requires_grad for output in outputs):
            draw = data.Data(f"{self.name}/{name}/upstream")
            upstream = [draw.real(o.shape, -1, 1, o.dtype) if o.requires_grad else None for o in outputs]
            try:
                grads = self._gradients(leaves, outputs, upstream)
            except RuntimeError as error:
                if "derivative for" not in str(error):
                    raise
                self._names.discard(name)
                self.add(label, inputs, False, lenient, constant, **args)
                return
            case["upstream"] = [None if u is None else self.pool.key(u) for u in upstream]
            case["grads"] = [None if g is None else self.pool.key(g) for g in grads]
            results += grads
        else:
            upstream = None
        if lenient:
            case["lenient"] = True
        noise = self._noise(name, inputs, args, grad, constant, upstream, results)
        if noise > 0.25:
            case["noise"] = float(f"{noise:.2g}")
        self.cases.append(case)

    def _run(self, inputs, args, grad, constant):
        leaves = []
        for at, source in enumerate(inputs):
            tensor = views.build(source)
            if tensor is not None:
                tensor = tensor.detach()
                if grad and tensor.is_floating_point() and at not in constant:
                    tensor = tensor.requires_grad_()
            leaves.append(tensor)
        return leaves, listed(self._function(*leaves, **args))

    def _input(self, source):
        if source is None:
            return None
        if isinstance(source, views.View):
            return {"t": self.pool.key(source.base), "view": source.steps}
        return {"t": self.pool.key(source)}

    @staticmethod
    def _gradients(leaves, outputs, upstream):
        wanted = [leaf for leaf in leaves if leaf is not None and leaf.requires_grad]
        pairs = [(o, u) for o, u in zip(outputs, upstream) if u is not None]
        found = iter(torch.autograd.grad([o for o, _ in pairs], wanted, [u for _, u in pairs], allow_unused=True))
        return [next(found) if leaf is not None and leaf.requires_grad else None for leaf in leaves]

    def _noise(self, name, inputs, args, grad, constant, upstream, results):
        """PyTorch's float32 error, measured against float64, in units of the default tolerance."""
        if not any(r is not None and r.dtype == torch.float32 for r in results) or "dtype" in args:
            return 0.0
        exact = [views.convert(source, torch.float32, torch.float64) for source in inputs]
        leaves, outputs = self._run(exact, args, grad, constant)
        reference = list(outputs)
        if upstream is not None:
            reference += self._gradients(leaves, outputs, [None if u is None else u.to(o.dtype) for u, o in zip(upstream, outputs)])
        worst = max((self.distance(r, e) for r, e in zip(results, reference) if r is not None and e is not None), default=0.0)
        if worst > 20:
            print(f"  {self.name}: {name}: float32 and float64 differ by {worst:.3g} tolerances")
        return worst if worst <= 1000 else 0.0

    @staticmethod
    def distance(result, exact):
        """The largest error of a float32 result against float64, in units of the default tolerance."""
        if result.dtype != torch.float32 or exact.dtype != torch.float64 or result.shape != exact.shape or result.numel() == 0:
            return 0.0
        result = result.detach().double()
        exact = exact.detach().float().double()
        finite = torch.isfinite(result) & torch.isfinite(exact)
        if not finite.any():
            return 0.0
        relative, absolute = TOLERANCE[torch.float32]
        largest = exact[finite].abs().max().item()
        scale = largest if 1.0 < largest <= 1e4 else 1.0
        worst = ((result - exact).abs() / (relative * exact.abs() + absolute * scale))[finite].max().item()
        return worst if math.isfinite(worst) else 0.0

    def write(self):
        """Writes ops/NAME.safetensors."""
        path = ROOT / "ops" / f"{self.name}.safetensors"
        path.parent.mkdir(exist_ok=True)
        safetensors.write(path, self.pool.tensors, {"format": "golden-ops-1", "cases": jsonable.dumps(self.cases)})
        print(f"{path.relative_to(ROOT)}: {len(self.cases)} cases, {len({c['op'] for c in self.cases})} ops, {path.stat().st_size} bytes")

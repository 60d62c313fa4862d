"""ResNets with weights from a formula: logits, loss and gradient digests; key and shape lists. README.md states the formula."""
import json
import pathlib

import golden  # noqa: F401
import numpy as np
import torch
import torchvision
from torch.nn import functional as F

from golden.record import Records

HERE = pathlib.Path(__file__).resolve().parent / "models"
BATCH, SAMPLES = 4, 8
SIZES = {"resnet18": 48, "resnet50": 48}
# Chosen so that no value before a ReLU is within rounding of zero: one flipped unit changes gradients by up to 1e-3.
INPUT_KEYS = {"resnet18": 100004, "resnet50": 100092}


def unit(key, count):
    """count reals in [0, 1), multiples of 2^-24, from the key index: a 32-bit mixing of (key, element)."""
    h = (np.uint64(key) * np.uint64(0x9E3779B1) + np.arange(count, dtype=np.uint64) * np.uint64(0x85EBCA77) + np.uint64(0x165667B1)) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        h ^= h >> np.uint64(shift)
        h = (h * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(15)
    return (h >> np.uint64(8)).astype(np.float64) / 2.0**24


def formula(key, name, shape):
    """The float32 contents of a state_dict entry."""
    u = unit(key, int(np.prod(shape)))
    if name.endswith("num_batches_tracked"):
        return torch.zeros((), dtype=torch.int64)
    if name.endswith("running_mean"):
        values = (2 * u - 1) * 0.2
    elif name.endswith("running_var"):
        values = u + 0.5
    elif len(shape) >= 2:
        values = (2 * u - 1) * np.sqrt(6.0 / np.prod(shape[1:]))
    elif name.endswith("bias"):
        values = 0.4 * u + 0.6
    else:
        values = (0.6 * u + 0.2) * (0.5 if name.endswith("bn3.weight") else 1.0)
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def digest(tensor):
    """Sum, L2 norm and evenly spaced samples."""
    flat = tensor.detach().double().flatten()
    at = [k * (flat.numel() - 1) // (SAMPLES - 1) for k in range(SAMPLES)]
    return torch.cat([flat.sum()[None], flat.norm()[None], flat[at]])


def run(model, training, x, labels):
    """Logits, loss, gradient digests and, when training, digests of the running statistics."""
    model.train(training)
    model.zero_grad()
    logits = model(x)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    return logits.detach(), loss.detach(), torch.stack([digest(p.grad) for p in model.parameters()]), torch.stack([digest(b) for n, b in model.named_buffers() if "running" in n])


def record(records, name):
    """Both modes in float64 from float32 weights, and how far PyTorch's own float32 is from that."""
    model, size = getattr(torchvision.models, name)(), SIZES[name]
    state = {key: formula(at, key, tuple(t.shape)) for at, (key, t) in enumerate(model.state_dict().items())}
    x = torch.from_numpy(((2 * unit(INPUT_KEYS[name], BATCH * 3 * size * size) - 1) * 1.75).astype(np.float32)).reshape(BATCH, 3, size, size)
    labels = torch.tensor([(37 * n + 11) % 1000 for n in range(BATCH)])
    for training in (False, True):
        model.float().load_state_dict(state)
        single = run(model, training, x, labels)
        model.load_state_dict(state)
        exact = run(model.double(), training, x.double(), labels)
        logit_error = ((single[0] - exact[0]).norm() / exact[0].norm()).item()
        norms = exact[2][:, 1].clamp(min=1e-4 * exact[2][:, 1].max().item())  # some gradients are zero by symmetry
        grad_error = ((single[2][:, 1] - exact[2][:, 1]).abs() / norms).max().item()
        counts = torch.tensor([p.numel() for p in model.parameters()]).double()
        sample_error = ((single[2][:, 2:] - exact[2][:, 2:]).abs().amax(1) / (norms / counts.sqrt())).max().item()
        print(f"  {name} {'train' if training else 'eval'}: loss {exact[1]:.6f}; PyTorch float32 off by {logit_error:.1e} in logits, {grad_error:.1e} in gradient norms, {sample_error:.1e} rms in samples")
        records.add(f"{name}/{'train' if training else 'eval'}", model=name, inputKey=INPUT_KEYS[name], inputShape=list(x.shape), mode="train" if training else "eval", labels=labels.tolist(), logits=records.pool.key(exact[0].float()),
                    loss=exact[1].item(), parameters=[n for n, _ in model.named_parameters()], grads=records.pool.key(exact[2]),
                    buffers=[n for n, _ in model.named_buffers() if "running" in n] if training else None, buffersAfter=records.pool.key(exact[3]) if training else None,
                    float32=[float(f"{e:.1e}") for e in (logit_error, grad_error, sample_error)])
    first = list(state)[0]
    records.add(f"{name}/formula", model=name, inputKey=INPUT_KEYS[name], key=first, values=records.pool.key(state[first].flatten()[:16]), input=records.pool.key(x.flatten()[:16]))


def main():
    """Writes models/resnet.safetensors and models/resnet_keys.json."""
    HERE.mkdir(exist_ok=True)
    records = Records("models/resnet.safetensors", "golden-models-1")
    for name in ("resnet18", "resnet50"):
        record(records, name)
    records.write()
    lists = {}
    for name in ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"):
        model = getattr(torchvision.models, name)()
        lists[name] = {"parameters": sum(p.numel() for p in model.parameters()), "state": [[key, list(t.shape)] for key, t in model.state_dict().items()]}
    text = json.dumps(lists, separators=(",", ":")).replace('"resnet', '\n"resnet')
    (HERE / "resnet_keys.json").write_text(text + "\n")
    print(f"models/resnet_keys.json: {len(text)} bytes")


if __name__ == "__main__":
    main()

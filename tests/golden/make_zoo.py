"""Every torchvision classification and segmentation model with weights from a formula: keys, scores, features, gradients. README.md states the formula."""
import gzip
import json
import pathlib
import re
import sys
from collections import OrderedDict

import golden  # noqa: F401
import numpy as np
import torch
import torchvision
from torch.nn import functional as F
from torchvision.models import segmentation

from golden.record import Records
from make_resnet import digest, formula, unit

HERE = pathlib.Path(__file__).resolve().parent / "models"
CLASSES, SEGMENTS, FEATURES = 20, 5, 8
SEGMENTATION = ("fcn_resnet50", "fcn_resnet101", "deeplabv3_resnet50", "deeplabv3_resnet101", "deeplabv3_mobilenet_v3_large", "lraspp_mobilenet_v3_large")
STAGE = re.compile(r"^(features|layers|stage\d|layer\d|trunk_output|inception\w+|Mixed_\w+|Conv2d_\w+|conv\d|blocks|encoder\.layers|backbone)(\.[\w-]+)?$")
# One of each family, small enough for a test: the gradients of all parameters are recorded.
GRADIENTS = ("alexnet", "vgg11_bn", "resnext50_32x4d", "densenet121", "googlenet", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x1_0",
             "mnasnet0_5", "efficientnet_b0", "efficientnet_v2_s", "regnet_y_400mf", "convnext_tiny", "vit_b_32", "swin_t", "swin_v2_t", "lraspp_mobilenet_v3_large")
# torchvision's own drawing of initial weights takes minutes and is not used.
for name in ("trunc_normal_", "kaiming_normal_", "kaiming_uniform_", "normal_", "uniform_", "xavier_uniform_"):
    setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def names():
    """All classification models, then the segmentation models."""
    models = torchvision.models
    found = [n for n in sorted(dir(models)) if n[0].islower() and callable(getattr(models, n)) and not n.startswith(("get_", "list_"))]
    return found + list(SEGMENTATION)


def build(name, full=False, size=None):
    """The model; with 1000 (or 21) classes when full."""
    if name in SEGMENTATION:
        options = {} if name.startswith("lraspp") else {"aux_loss": True}
        return getattr(segmentation, name)(weights=None, weights_backbone=None, num_classes=21 if full else SEGMENTS, **options)
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    if name.startswith("vit") and size:
        options["image_size"] = size
    return getattr(torchvision.models, name)(weights=None, num_classes=1000 if full else CLASSES, **options)


def sizes(name, training):
    """Batch and side of the pictures."""
    if name.startswith("vit"):
        return 2, 56 if name.endswith("14") else 64
    if name.startswith("swin"):
        return 2, 72
    if name.startswith("maxvit"):
        return (2 if training else 1), 224
    if name.startswith("inception"):
        return 2, 299 if training else 96
    return (4 if training else 2), 64


def settings(name, size, training):
    """What has to be set on our side to get the same model."""
    given = {"num_classes": SEGMENTS if name in SEGMENTATION else CLASSES}
    if name.startswith("vit"):
        given["image_size"] = size
    if name in SEGMENTATION and not name.startswith("lraspp"):
        given["aux_loss"] = 1
    if training:
        if re.match(r"alexnet|vgg|squeezenet|googlenet|inception|mobilenet|mnasnet|efficientnet|deeplab|fcn", name):
            given["drop_rate"] = 0
        if name == "googlenet":
            given["aux_drop_rate"] = 0
        if re.match(r"efficientnet|convnext|swin|maxvit", name):
            given["drop_path_rate"] = 0
    return given


def state(model):
    """The formula's values; index tables, which are part of the architecture, as they are."""
    own = model.state_dict()
    values = OrderedDict((key, t.clone() if "relative_position_index" in key or "relative_coords_table" in key else formula(at, key, tuple(t.shape))) for at, (key, t) in enumerate(own.items()))
    values._metadata = own._metadata  # MNASNet wants to know its version
    return values


def picture(key, batch, size):
    """Pictures from the formula."""
    return torch.from_numpy(((2 * unit(key, batch * 3 * size * size) - 1) * 1.75).astype(np.float32)).reshape(batch, 3, size, size)


def undropped(model):
    """Dropout and stochastic depth off."""
    for module in model.modules():
        if isinstance(module, (torch.nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    return model


def outputs(result):
    """A list of tensors, whatever the model returns."""
    if torch.is_tensor(result):
        return [result]
    return list(result.values()) if isinstance(result, dict) else [t for t in result if t is not None]


def chosen(model):
    """Paths of at most FEATURES modules, evenly spaced."""
    paths = [path for path, module in model.named_modules() if STAGE.match(path) and not isinstance(module, torch.nn.ModuleList)]
    return [paths[i * (len(paths) - 1) // (FEATURES - 1)] for i in range(FEATURES)] if len(paths) > FEATURES else paths


def observe(model, x):
    """Outputs, and digests of what the chosen modules return."""
    seen, hooks = {}, []
    for path in dict.fromkeys(chosen(model)):
        def hook(module, inputs, result, path=path):
            if torch.is_tensor(result):
                seen[path] = digest(result)
        hooks.append(model.get_submodule(path).register_forward_hook(hook))
    results = outputs(model(x))
    for hook in hooks:
        hook.remove()
    return results, seen


def gradients(model, values, x):
    """Digests of the gradients of sum(outputs * weights), with weights from the formula."""
    model.zero_grad()
    results = outputs(model(x))
    loss = sum((y * torch.from_numpy(2 * unit(7 + i, y.numel()) - 1).reshape(y.shape).to(y.dtype)).sum() for i, y in enumerate(results))
    loss.backward()
    return torch.stack([digest(p.grad) for p in model.parameters() if p.grad is not None])


def score(results):
    """Small outputs whole, maps as digests."""
    return torch.cat([y.flatten().double() if y.dim() == 2 else digest(y) for y in results])


def record(records, name):
    """Eval, train where batch normalisation makes a difference, and gradients."""
    for training in (False, True):
        batch, size = sizes(name, training)
        model = undropped(build(name, size=size))
        if training and not any(isinstance(m, torch.nn.BatchNorm2d) for m in model.modules()):
            continue
        values, key = state(model), 200000 + len(name)
        runs = []
        # The largest models would need ten gigabytes in float64.
        large = sum(p.numel() for p in model.parameters()) > 250e6
        for exact in (False, not large):
            model.load_state_dict(values)
            model = model.double() if exact else model.float()
            model.train(training)
            with torch.no_grad():
                results, seen = observe(model, picture(key, batch, size).to(torch.float64 if exact else torch.float32))
            runs.append((score(results), seen))
        error = ((runs[0][0] - runs[1][0]).abs().max() / runs[1][0].abs().max()).item()
        off = max(((a - b)[2:].abs().max() / b[2:].abs().max()).item() for a, b in zip(runs[0][1].values(), runs[1][1].values()))
        mode = "train" if training else "eval"
        print(f"  {name} {mode}: PyTorch float32 off by {error:.1e}, features {off:.1e}", flush=True)
        records.add(f"{name}/{mode}", model=name, mode=mode, settings=settings(name, size, training), inputKey=key, inputShape=[batch, 3, size, size],
                    outputs=records.pool.key(runs[1][0]), features=list(runs[1][1]), digests=records.pool.key(torch.stack(list(runs[1][1].values()))), float32=[float(f"{error:.1e}"), float(f"{off:.1e}")])
    if name not in GRADIENTS:
        return
    batch, size = sizes(name, False)
    model = undropped(build(name, size=size)).eval()
    values, best = state(model), None
    for key in range(300000, 300012):
        x = picture(key, batch, size)
        model.float().load_state_dict(values)
        single = gradients(model, values, x)
        exact = gradients(model.double(), values, x.double())
        norms = exact[:, 1].clamp(min=1e-4 * exact[:, 1].max().item())
        error = ((single[:, 1] - exact[:, 1]).abs() / norms).max().item()
        if best is None or error < best[0]:
            best = error, key, exact
        if error < 1e-5:
            break
    print(f"  {name} gradients: PyTorch float32 off by {best[0]:.1e} with key {best[1]}", flush=True)
    records.add(f"{name}/gradients", model=name, mode="eval", settings=settings(name, size, False), inputKey=best[1], inputShape=[batch, 3, size, size],
                parameters=[n for n, p in model.named_parameters() if p.grad is not None], grads=records.pool.key(best[2]), float32=[float(f"{best[0]:.1e}")])


def main():
    """Writes models/zoo.safetensors and models/zoo_keys.json.gz; names on the command line restrict the models (for trying out)."""
    HERE.mkdir(exist_ok=True)
    records, lists = Records("models/zoo.safetensors", "golden-zoo-1"), {}
    for name in sys.argv[1:] or names():
        record(records, name)
        model = build(name, full=True)
        lists[name] = {"parameters": sum(p.numel() for p in model.parameters()), "state": [[key, list(t.shape), str(t.dtype)[6:]] for key, t in model.state_dict().items()]}
    records.write()
    text = json.dumps(lists, separators=(",", ":")).encode()
    (HERE / "zoo_keys.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"models/zoo_keys.json.gz: {(HERE / 'zoo_keys.json.gz').stat().st_size} bytes")


if __name__ == "__main__":
    main()

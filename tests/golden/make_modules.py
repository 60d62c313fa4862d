"""Golden vectors of modules: constructor arguments, state, outputs and gradients in both modes."""
from collections import OrderedDict
import warnings

import golden  # noqa: F401
import torch
from torch import nn

from golden.data import Data
from golden.family import Family, listed
from golden.record import Records

warnings.filterwarnings("ignore")


def build(spec):
    """A module from its JSON description; Sequential takes layers, named by position or by a given name."""
    name, args = spec
    if name == "Sequential":
        children = [(n, build(s)) for n, s in args["layers"]]
        return nn.Sequential(OrderedDict(children))
    return getattr(nn, name)(**args)


def spec_json(spec):
    """The description as JSON objects."""
    name, args = spec
    if name == "Sequential":
        return {"module": name, "layers": [[n, spec_json(s)] for n, s in args["layers"]]}
    return {"module": name, "args": args}


class Modules(Records):
    """The modules of one file."""

    def __init__(self, name):
        super().__init__(f"modules/{name}.safetensors", "golden-modules-1")

    def run(self, label, spec, inputs, dtype=torch.float32, modes=("train", "eval"), **kwargs):
        """Records a module: parameters are drawn uniformly, running variances stay positive."""
        name = f"{spec[0]}/{label}"
        d = Data(f"modules/{name}")
        module = build(spec).to(dtype)
        with torch.no_grad():
            for key, tensor in module.state_dict().items():
                if tensor.is_floating_point():
                    tensor.copy_(d.real(tensor.shape, 0.5, 1.5, dtype) if "var" in key else d.real(tensor.shape, -0.7, 0.7, dtype))
        initial = [[key, self.pool.key(tensor)] for key, tensor in module.state_dict().items()]
        start = {key: tensor.clone() for key, tensor in module.state_dict().items()}
        runs, noise = [], 0.0
        for mode in modes:
            result = once(self._ready(module, start, mode, dtype), inputs, kwargs, f"{name}/{mode}")
            if dtype == torch.float32:
                exact = once(self._ready(module, start, mode, torch.float64), [double(x) for x in inputs], {k: double(v) for k, v in kwargs.items()}, f"{name}/{mode}")
                noise = max([noise] + [Family.distance(a, b) for a, b in zip(tensors(result), tensors(exact))])
                module.to(dtype)
            runs.append({"mode": mode, **{k: self._stored(v) for k, v in result.items() if k != "buffersAfter" or v}})
        if noise > 20:
            print(f"  {name}: float32 and float64 differ by {noise:.3g} tolerances")
        self.add(name, **spec_json(spec), dtype=dtype, state=initial, parameters=[key for key, _ in module.named_parameters()],
                 inputs=self.keys(inputs), kwargs=self._kwargs(kwargs), runs=runs, noise=float(f"{noise:.2g}") if noise > 0.25 else None)

    @staticmethod
    def _ready(module, start, mode, dtype):
        module.to(dtype).load_state_dict(start)
        return module.train(mode == "train")

    def _stored(self, value):
        if isinstance(value, list):
            return [self._stored(item) for item in value]
        return self.pool.key(value) if isinstance(value, torch.Tensor) else value

    def _kwargs(self, kwargs):
        return {key: {"t": self.pool.key(value)} if isinstance(value, torch.Tensor) else value for key, value in kwargs.items()} or None


def once(module, inputs, kwargs, key):
    """One forward and backward pass: outputs, upstream gradients, gradients, buffers afterwards."""
    leaves = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    outputs = listed_optional(module(*leaves, **kwargs))
    d = Data(f"modules/{key}/upstream")
    upstream = [d.real(o.shape, -1, 1, torch.float32).to(o.dtype) if o.requires_grad else None for o in outputs]
    live = [(o, u) for o, u in zip(outputs, upstream) if u is not None]
    targets = [x for x in leaves if x.requires_grad] + list(module.parameters())
    found = list(torch.autograd.grad([o for o, _ in live], targets, [u for _, u in live], allow_unused=True)) if live and targets else []
    input_grads = [found.pop(0) if x.requires_grad and found else None for x in leaves]
    return {"outputs": outputs, "upstream": upstream, "inputGrads": input_grads,
            "parameterGrads": [[n, g] for (n, _), g in zip(module.named_parameters(), found)],
            "buffersAfter": [[n, b.clone()] for n, b in module.named_buffers()]}


def tensors(value):
    """All tensors of a nested result, in order."""
    if isinstance(value, torch.Tensor):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [tensor for item in items for tensor in tensors(item)]


def double(value):
    """float64 for float32."""
    return value.double() if isinstance(value, torch.Tensor) and value.dtype == torch.float32 else value


def listed_optional(result):
    """Outputs as a list; a module may return None beside a tensor."""
    return listed(result) if isinstance(result, torch.Tensor) else [item for part in result if part is not None for item in listed(part)]


def layers():
    """Linear, embedding and normalisation layers."""
    m, d = Modules("layers"), Data("modules/layers")
    m.run("plain", ("Linear", dict(in_features=4, out_features=3)), [d.real((5, 4))])
    m.run("no bias f64", ("Linear", dict(in_features=4, out_features=3, bias=False)), [d.f64((2, 3, 4))], torch.float64)
    m.run("plain", ("Bilinear", dict(in1_features=3, in2_features=2, out_features=4)), [d.real((5, 3)), d.real((5, 2))])
    m.run("plain", ("Embedding", dict(num_embeddings=6, embedding_dim=3)), [d.integers((2, 4), 0, 6)])
    m.run("padding", ("Embedding", dict(num_embeddings=6, embedding_dim=3, padding_idx=1)), [torch.tensor([[0, 1, 5], [1, 1, 2]])])
    for n, shape in ((1, (5, 3)), (1, (4, 3, 5)), (2, (3, 3, 4, 5)), (3, (2, 3, 2, 3, 4))):
        tag = f"{len(shape)}d"
        m.run(f"plain {tag}", (f"BatchNorm{n}d", dict(num_features=3)), [d.real(shape)])
        m.run(f"options {tag} f64", (f"BatchNorm{n}d", dict(num_features=3, eps=1e-3, momentum=0.3)), [d.f64(shape)], torch.float64)
    m.run("cumulative", ("BatchNorm2d", dict(num_features=3, momentum=None)), [d.real((3, 3, 4, 5))])
    m.run("not affine", ("BatchNorm2d", dict(num_features=3, affine=False)), [d.real((3, 3, 4, 5))])
    m.run("no statistics", ("BatchNorm2d", dict(num_features=3, track_running_stats=False)), [d.real((3, 3, 4, 5))])
    m.run("one axis", ("LayerNorm", dict(normalized_shape=8)), [d.real((5, 8))])
    m.run("two axes f64", ("LayerNorm", dict(normalized_shape=[3, 4], eps=1e-6)), [d.f64((2, 3, 4))], torch.float64)
    m.run("not affine", ("LayerNorm", dict(normalized_shape=[8], elementwise_affine=False)), [d.real((5, 8))])
    m.run("plain", ("GroupNorm", dict(num_groups=2, num_channels=4)), [d.real((2, 4, 3, 3))])
    m.run("not affine", ("GroupNorm", dict(num_groups=4, num_channels=4, affine=False)), [d.real((2, 4, 5))])
    for n, shape in ((1, (2, 3, 5)), (2, (2, 3, 4, 5)), (3, (2, 3, 2, 3, 4))):
        m.run("plain", (f"InstanceNorm{n}d", dict(num_features=3)), [d.real(shape)])
        m.run("affine", (f"InstanceNorm{n}d", dict(num_features=3, affine=True)), [d.real(shape)])
    m.run("statistics", ("InstanceNorm2d", dict(num_features=3, affine=True, track_running_stats=True)), [d.real((2, 3, 4, 5))])
    m.run("plain", ("LocalResponseNorm", dict(size=3, alpha=0.1)), [d.real((2, 5, 3))])
    for name in ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout"):
        m.run("eval", (name, dict(p=0.5)), [d.real({"Dropout": (3, 4), "AlphaDropout": (3, 4), "Dropout1d": (2, 3, 4), "Dropout2d": (2, 3, 4, 4), "Dropout3d": (2, 3, 2, 2, 2)}[name])],
              modes=("eval",))
    m.run("zero", ("Dropout", dict(p=0.0)), [d.real((3, 4))])
    m.run("plain", ("Identity", {}), [d.real((3, 4))])
    m.run("plain", ("Flatten", {}), [d.real((2, 3, 4))])
    m.run("axes", ("Flatten", dict(start_dim=0, end_dim=1)), [d.real((2, 3, 4))])
    m.run("plain", ("Unflatten", dict(dim=1, unflattened_size=[3, 4])), [d.real((2, 12))])
    m.run("plain", ("CosineSimilarity", dict(dim=1)), [d.real((3, 4)), d.real((3, 4))])
    m.run("plain", ("PairwiseDistance", dict(p=2.0)), [d.real((3, 4)), d.real((3, 4))])
    m.write()


def convolutions():
    """Convolutions and pooling."""
    m, d = Modules("convolutions"), Data("modules/convolutions")
    images = {1: (2, 4, 9), 2: (2, 4, 6, 7), 3: (1, 4, 4, 5, 4)}
    for n, shape in images.items():
        base = dict(in_channels=4, out_channels=6, kernel_size=3)
        for prefix in ("Conv", "ConvTranspose"):
            m.run("plain", (f"{prefix}{n}d", base), [d.real(shape)])
            m.run("options", (f"{prefix}{n}d", dict(base, stride=2, padding=1, groups=2, bias=False)), [d.real(shape)])
        m.run("same", (f"Conv{n}d", dict(base, padding="same", dilation=2)), [d.real(shape)])
        for mode in ("reflect", "replicate", "circular"):
            m.run(mode, (f"Conv{n}d", dict(base, padding=1, padding_mode=mode)), [d.real(shape)])
        m.run("output padding", (f"ConvTranspose{n}d", dict(base, stride=2, padding=1, output_padding=1)), [d.real(shape)])
        m.run("plain f64", (f"Conv{n}d", base), [d.f64(shape)], torch.float64)
        m.run("plain", (f"MaxPool{n}d", dict(kernel_size=2)), [d.distinct(shape)])
        m.run("options", (f"MaxPool{n}d", dict(kernel_size=3, stride=2, padding=1, ceil_mode=True)), [d.distinct(shape)])
        m.run("indices", (f"MaxPool{n}d", dict(kernel_size=2, return_indices=True)), [d.distinct(shape)])
        m.run("plain", (f"AvgPool{n}d", dict(kernel_size=2)), [d.real(shape)])
        m.run("options", (f"AvgPool{n}d", dict(kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)), [d.real(shape)])
        m.run("2", (f"AdaptiveAvgPool{n}d", dict(output_size=2)), [d.real(shape)])
        m.run("2", (f"AdaptiveMaxPool{n}d", dict(output_size=2)), [d.distinct(shape)])
    m.run("none", ("AdaptiveAvgPool2d", dict(output_size=[None, 3])), [d.real(images[2])])
    m.run("uneven", ("Conv2d", dict(in_channels=4, out_channels=6, kernel_size=[3, 1], stride=[1, 2], padding=[1, 0])), [d.real(images[2])])
    m.run("depthwise", ("Conv2d", dict(in_channels=4, out_channels=4, kernel_size=3, padding=1, groups=4)), [d.real(images[2])])
    m.run("plain", ("ZeroPad2d", dict(padding=[1, 2, 0, 1])), [d.real(images[2])])
    m.run("plain", ("ConstantPad2d", dict(padding=[1, 2, 0, 1], value=0.5)), [d.real(images[2])])
    m.run("plain", ("ReflectionPad2d", dict(padding=2)), [d.real(images[2])])
    m.run("plain", ("ReplicationPad2d", dict(padding=2)), [d.real(images[2])])
    m.write()


def activations():
    """Activation modules."""
    m, d = Modules("activations"), Data("modules/activations")
    specs = [("ReLU", {}), ("ReLU6", {}), ("ELU", {"alpha": 0.5}), ("SELU", {}), ("CELU", {"alpha": 0.5}), ("GELU", {}), ("GELU", {"approximate": "tanh"}), ("SiLU", {}),
             ("Mish", {}), ("Sigmoid", {}), ("Tanh", {}), ("Softplus", {"beta": 2, "threshold": 5}), ("Softsign", {}), ("Tanhshrink", {}), ("Hardtanh", {"min_val": -0.5, "max_val": 1.5}),
             ("Hardsigmoid", {}), ("Hardswish", {}), ("Hardshrink", {"lambd": 0.7}), ("Softshrink", {"lambd": 0.7}), ("LeakyReLU", {"negative_slope": 0.2}), ("PReLU", {}),
             ("PReLU", {"num_parameters": 4}), ("Threshold", {"threshold": 0.1, "value": 3.0}), ("LogSigmoid", {}), ("GLU", {"dim": 1}), ("Softmax", {"dim": 1}), ("LogSoftmax", {"dim": -1}),
             ("Softmin", {"dim": 0})]
    for name, args in specs:
        m.run(" ".join(f"{k} {v}" for k, v in args.items()) or "plain", (name, args), [d.real((3, 4))])
    m.run("channels", ("Softmax2d", {}), [d.real((2, 3, 2, 2))])
    m.write()


def main():
    """Writes every file."""
    layers()
    convolutions()
    activations()
    import make_modules_attention
    make_modules_attention.main()
    import make_modules_more
    make_modules_more.main()


if __name__ == "__main__":
    main()

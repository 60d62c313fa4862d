"""Golden vectors of PyTorch's mt19937 CPU generator and of nn.init."""
import golden  # noqa: F401
import torch
from torch import nn

from golden.record import Records

F32, F64, I64 = torch.float32, torch.float64, torch.int64
SEEDS = (0, 1, 42, 123456789, 2**32 - 1, 2**32 + 7, 2**63 - 1)

DRAWS = {
    "rand": lambda size, dtype=F32: torch.rand(size, dtype=dtype),
    "randn": lambda size, dtype=F32: torch.randn(size, dtype=dtype),
    "randint": lambda low, high, size, dtype=I64: torch.randint(low, high, size, dtype=dtype),
    "randperm": lambda n: torch.randperm(n),
    "uniform": lambda size, low, high, dtype=F32: torch.empty(size, dtype=dtype).uniform_(low, high),
    "normal": lambda size, mean, std, dtype=F32: torch.empty(size, dtype=dtype).normal_(mean, std),
    "bernoulli": lambda size, p, dtype=F32: torch.empty(size, dtype=dtype).bernoulli_(p),
    "bernoulli_tensor": lambda p: torch.bernoulli(torch.tensor(p)),
    "exponential": lambda size, rate, dtype=F32: torch.empty(size, dtype=dtype).exponential_(rate),
    "random": lambda size, dtype: torch.empty(size, dtype=dtype).random_(),
    "log_normal": lambda size, mean, std, dtype=F64: torch.empty(size, dtype=dtype).log_normal_(mean, std),
    "cauchy": lambda size, median, sigma, dtype=F64: torch.empty(size, dtype=dtype).cauchy_(median, sigma),
    "geometric": lambda size, p, dtype=F32: torch.empty(size, dtype=dtype).geometric_(p),
    "multinomial": lambda weights, count, replacement: torch.multinomial(torch.tensor(weights), count, replacement),
    "dropout": lambda size, p: torch.nn.functional.dropout(torch.ones(size), p),
}


def sequence(records, name, seed, *calls):
    """Seeds once, then makes the calls in order; the results show what each call consumes."""
    torch.manual_seed(seed)
    results = [DRAWS[draw](**args) for draw, args in calls]
    records.add(name, seed=str(seed), calls=[{"draw": draw, "args": args, "result": records.pool.key(result)} for (draw, args), result in zip(calls, results)])


def generator():
    """Draws of every kind and size."""
    r = Records("random/generator.safetensors", "golden-random-1")
    for seed in SEEDS:
        sequence(r, f"first draws/seed {seed}", seed, ("rand", dict(size=[5])), ("randn", dict(size=[3])), ("randint", dict(low=0, high=100, size=[4])), ("randperm", dict(n=6)),
                 ("randn", dict(size=[17])), ("rand", dict(size=[3], dtype=F64)), ("randn", dict(size=[2], dtype=F64)))
    sequence(r, "negative seed", -5, ("rand", dict(size=[3])))
    for dtype in (F32, F64):
        kind = str(dtype)[6:]
        for count in range(41):
            sequence(r, f"randn/{kind}/{count}", 3, ("randn", dict(size=[count], dtype=dtype)), ("rand", dict(size=[1])))
        for count in (0, 1, 7, 8, 16, 40):
            sequence(r, f"rand/{kind}/{count}", 5, ("rand", dict(size=[count], dtype=dtype)), ("rand", dict(size=[1])))
        sequence(r, f"normal/{kind}", 11, ("normal", dict(size=[5], mean=2.0, std=0.5, dtype=dtype)), ("normal", dict(size=[4, 9], mean=-1.0, std=3.0, dtype=dtype)))
        sequence(r, f"uniform/{kind}", 11, ("uniform", dict(size=[9], low=-3.0, high=5.0, dtype=dtype)), ("uniform", dict(size=[2, 3], low=0.25, high=0.5, dtype=dtype)))
        sequence(r, f"exponential/{kind}", 12, ("exponential", dict(size=[9], rate=1.5, dtype=dtype)))
        sequence(r, f"bernoulli/{kind}", 13, ("bernoulli", dict(size=[40], p=0.3, dtype=dtype)), ("rand", dict(size=[1])))
    sequence(r, "crossing the state", 7, ("rand", dict(size=[700])), ("randn", dict(size=[16])), ("randint", dict(low=0, high=2**40, size=[5])))
    sequence(r, "odd normals", 8, ("randn", dict(size=[1])), ("rand", dict(size=[1])), ("randn", dict(size=[1])), ("randn", dict(size=[3], dtype=F64)), ("randn", dict(size=[1])), ("randn", dict(size=[2, 20])))
    for low, high in ((0, 2), (0, 10), (-7, 8), (0, 2**31), (0, 2**32 - 1), (0, 2**32), (-2**40, 2**40), (0, 2**63 - 1)):
        sequence(r, f"randint/{low} {high}", 9, ("randint", dict(low=low, high=high, size=[9])), ("rand", dict(size=[1])))
    for dtype in (torch.uint8, torch.int8, torch.int16, torch.int32, F32):
        sequence(r, f"randint/{str(dtype)[6:]}", 9, ("randint", dict(low=0, high=100, size=[7], dtype=dtype)))
    for dtype in (torch.uint8, torch.int32, I64, torch.bool, F32, F64):
        sequence(r, f"random/{str(dtype)[6:]}", 10, ("random", dict(size=[7], dtype=dtype)), ("rand", dict(size=[1])))
    for n in (0, 1, 2, 10, 100, 1000):
        sequence(r, f"randperm/{n}", 21, ("randperm", dict(n=n)), ("rand", dict(size=[1])))
    sequence(r, "bernoulli tensor", 14, ("bernoulli_tensor", dict(p=[0.1, 0.5, 0.9, 0.0, 1.0] * 4)), ("rand", dict(size=[1])))
    sequence(r, "log normal", 15, ("log_normal", dict(size=[5], mean=0.5, std=0.25)))
    sequence(r, "cauchy", 16, ("cauchy", dict(size=[5], median=0.5, sigma=2.0)))
    sequence(r, "geometric", 17, ("geometric", dict(size=[9], p=0.3)))
    sequence(r, "multinomial", 18, ("multinomial", dict(weights=[1.0, 2.0, 3.0, 4.0], count=10, replacement=True)), ("multinomial", dict(weights=[1.0, 2.0, 3.0, 4.0], count=3, replacement=False)), ("rand", dict(size=[1])))
    sequence(r, "dropout", 19, ("dropout", dict(size=[5, 9], p=0.5)), ("dropout", dict(size=[30], p=0.1)), ("rand", dict(size=[1])))
    r.write()


INITS = [
    ("uniform_", {"a": -2.0, "b": 3.0}), ("normal_", {"mean": 1.0, "std": 0.5}), ("constant_", {"val": 0.3}), ("ones_", {}), ("zeros_", {}),
    ("xavier_uniform_", {"gain": 1.0}), ("xavier_uniform_", {"gain": 2.0}), ("xavier_normal_", {"gain": 1.0}), ("kaiming_uniform_", {"a": 5 ** 0.5}),
    ("kaiming_uniform_", {"mode": "fan_out", "nonlinearity": "relu"}), ("kaiming_normal_", {"mode": "fan_in", "nonlinearity": "relu"}),
    ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "leaky_relu", "a": 0.1}), ("trunc_normal_", {"mean": 0.0, "std": 0.02}), ("trunc_normal_", {"mean": 1.0, "std": 2.0, "a": -1.0, "b": 2.0}),
]
MODULES = [
    ("Linear", {"in_features": 4, "out_features": 3}), ("Linear", {"in_features": 7, "out_features": 5, "bias": False}), ("Conv1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 3}),
    ("Conv2d", {"in_channels": 3, "out_channels": 4, "kernel_size": 3}), ("Conv2d", {"in_channels": 4, "out_channels": 4, "kernel_size": 3, "groups": 2}),
    ("Conv3d", {"in_channels": 2, "out_channels": 2, "kernel_size": 2}), ("ConvTranspose2d", {"in_channels": 3, "out_channels": 2, "kernel_size": 3}),
    ("Embedding", {"num_embeddings": 5, "embedding_dim": 4}), ("Embedding", {"num_embeddings": 5, "embedding_dim": 4, "padding_idx": 1}), ("BatchNorm2d", {"num_features": 3}),
    ("LayerNorm", {"normalized_shape": 4}), ("Bilinear", {"in1_features": 2, "in2_features": 3, "out_features": 2}), ("MultiheadAttention", {"embed_dim": 6, "num_heads": 2}),
    ("MultiheadAttention", {"embed_dim": 6, "num_heads": 2, "kdim": 4, "vdim": 3, "add_bias_kv": True}), ("PReLU", {}),
]


def initialization():
    """nn.init functions, gains, and the parameters of freshly built modules."""
    r = Records("random/initialization.safetensors", "golden-initialization-1")
    for at, (name, args) in enumerate(INITS):
        for shape in ([5, 3], [4, 3, 2, 3], [6]) if name in ("uniform_", "normal_", "constant_", "ones_", "zeros_", "trunc_normal_") else ([5, 3], [4, 3, 2, 3]):
            torch.manual_seed(31)
            tensor = getattr(nn.init, name)(torch.empty(shape), **args)
            r.add(f"{name} {at} {len(shape)}d", seed="31", init=name, args=args, shape=shape, result=r.pool.key(tensor), next=r.pool.key(torch.rand(1)))
    for shape in ([3, 4], [4, 2], [3, 2, 2]):
        torch.manual_seed(32)
        r.add(f"orthogonal {shape}", seed="32", init="orthogonal_", args={"gain": 1.5}, shape=shape, result=r.pool.key(nn.init.orthogonal_(torch.empty(shape), 1.5)), next=r.pool.key(torch.rand(1)))
    r.add("eye", seed="0", init="eye_", args={}, shape=[3, 4], result=r.pool.key(nn.init.eye_(torch.empty(3, 4))))
    r.add("dirac", seed="0", init="dirac_", args={"groups": 2}, shape=[4, 2, 3], result=r.pool.key(nn.init.dirac_(torch.empty(4, 2, 3), 2)))
    for name, parameter in (("linear", None), ("conv2d", None), ("sigmoid", None), ("tanh", None), ("relu", None), ("leaky_relu", None), ("leaky_relu", 0.2), ("selu", None)):
        r.add(f"gain {name} {parameter}", nonlinearity=name, parameter=parameter, gain=float(nn.init.calculate_gain(name, parameter)))
    for at, (name, args) in enumerate(MODULES):
        torch.manual_seed(33)
        module = getattr(nn, name)(**args)
        r.add(f"module {name} {at}", seed="33", module=name, args=args, state=r.pool.named(module.state_dict().items()), next=r.pool.key(torch.rand(1)))
    r.write()


if __name__ == "__main__":
    generator()
    initialization()

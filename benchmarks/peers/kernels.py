"""Times kernels with PyTorch for `nabla bench kernels --peers`.

A line "kind sizes..." makes the operands and is answered "ready", or "-" for unknown work; each line "time" after it is answered by the median milliseconds.
"""
import os
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.manual_seed(1)


def median(work, budget=0.1):
    work()
    samples, start = [], time.perf_counter()
    while len(samples) < 3 or time.perf_counter() - start < budget:
        t = time.perf_counter()
        work()
        samples.append(time.perf_counter() - t)
    return sorted(samples)[len(samples) // 2] * 1e3


def leaves(*shapes):
    return [torch.rand(s).requires_grad_() for s in shapes]


def step(forward, inputs):
    upstream = []

    def run():
        y = forward()
        if not upstream:
            upstream.append(torch.ones_like(y))
        y.backward(upstream[0])
        for x in inputs:
            x.grad = None

    return run


def attention(q, k, v, dropout=0.0, hidden=None):
    scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
    if hidden is not None:
        scores = scores + hidden
    return F.dropout(torch.softmax(scores, -1), dropout) @ v


def causal_mask(t):
    return torch.full((t, t), float("-inf")).triu(1)


# Activations with learned parameters; PyTorch has a kernel for PReLU alone, the others are composed as their authors do.
PAU_NUMERATOR = [0.0335826, 0.505009, 1.651357, 2.004575, 0.927966, 0.151542]
PAU_DENOMINATOR = [0, 3.969339, 0, 0.300074]


def polynomial(x, c):
    y = c[-1]
    for k in range(len(c) - 2, -1, -1):
        y = y * x + c[k]
    return y


def acon(x, p1, p2, beta):
    u = (p1 - p2) * x
    return u * torch.sigmoid(beta * u) + p2 * x


LEARNED = {
    "prelu": lambda x, p: F.prelu(x, p.flatten()),
    "swish-learned": lambda x, p: x * torch.sigmoid(p * x),
    "snake": lambda x, p: x + torch.sin(p * x).square() / p,
    "smu": lambda x, p: 0.5 * (1.25 * x + 0.75 * x * torch.erf(p * 0.75 * x)),
    "acon": acon,
    "pau": lambda x, a, b: polynomial(x, a) / (1 + (x * polynomial(x, b)).abs()),
}


def work(kind, s):
    if kind in ("gemm", "dgemm"):
        dtype = torch.double if kind == "dgemm" else torch.float
        a, b = torch.rand(s[0], s[2], dtype=dtype), torch.rand(s[2], s[1], dtype=dtype)
        return lambda: a @ b
    if kind == "gemm-nt":
        a, b = torch.rand(s[0], s[2]), torch.rand(s[1], s[2])
        return lambda: F.linear(a, b)
    if kind in ("fft", "rfft", "irfft"):
        rows, n = s
        x = torch.rand(rows, n) if kind == "rfft" else torch.view_as_complex(torch.rand(rows, n if kind == "fft" else n // 2 + 1, 2))
        return {"fft": lambda: torch.fft.fft(x), "rfft": lambda: torch.fft.rfft(x), "irfft": lambda: torch.fft.irfft(x, n)}[kind]
    if kind.startswith("conv"):
        batch, cin, cout, size, kernel, stride, groups = s
        x, w = torch.rand(batch, cin, size, size), torch.rand(cout, cin // groups, kernel, kernel)
        args = ([stride] * 2, [kernel // 2] * 2, [1, 1], False, [0, 0], groups)
        if kind in ("conv", "conv-prepared"):
            return lambda: torch.convolution(x, w, None, *args)
        y = torch.convolution(x, w, None, *args)
        mask = [kind == "conv-grad-input", kind == "conv-grad-weight", False]
        return lambda: torch.ops.aten.convolution_backward(y, x, w, None, *args, mask)
    if kind == "attention":
        q, k, v = (torch.rand(s) for _ in range(3))
        return lambda: attention(q, k, v)
    if kind == "attention-causal":
        q, k, v = (torch.rand(s) for _ in range(3))
        hidden = causal_mask(s[2])
        return lambda: attention(q, k, v, hidden=hidden)
    if kind == "attention-causal-step":
        inputs, hidden = leaves(s, s, s), causal_mask(s[2])
        return step(lambda: attention(*inputs, hidden=hidden), inputs)
    if kind == "attention-decode":
        q, k, v = (torch.rand(s[0], s[1], t, s[3]) for t in (1, s[2], s[2]))
        return lambda: attention(q, k, v)
    if kind == "attention-dropout-step":
        inputs = leaves(s, s, s)
        return step(lambda: attention(*inputs, dropout=0.1), inputs)
    if kind == "attention-step":
        inputs = leaves(s, s, s)
        return step(lambda: attention(*inputs), inputs)
    if kind in ("copy", "relu", "exp", "log", "tanh", "sigmoid", "erf", "erfc", "gelu", "silu", "sin", "softplus", "mish", "elu", "logsigmoid"):
        # Both signs where the kernel is bound by its formula, as on our side: ELU is a copy where everything is positive.
        x = torch.rand(s) * 8 - 4 if s == [1 << 15] else torch.rand(s)
        f = torch.clone if kind == "copy" else getattr(F, kind, None) or getattr(torch, kind)
        return lambda: f(x)
    if kind in ("gelu-step", "silu-step"):
        x = (torch.rand(s) * 8 - 4).requires_grad_()
        return step(lambda: getattr(F, kind[:4])(x), [x])
    if kind.removesuffix("-step") in LEARNED:
        name = kind.removesuffix("-step")
        x = torch.rand(s) * 8 - 4
        parameters = [torch.tensor(v) for v in ([PAU_NUMERATOR, PAU_DENOMINATOR] if name == "pau" else [])] or [torch.rand(1, s[1], 1, 1) + 0.5 for _ in range(3 if name == "acon" else 1)]
        if name == kind:
            return lambda: LEARNED[name](x, *parameters)
        inputs = [t.requires_grad_() for t in (x, *parameters)]
        return step(lambda: LEARNED[name](*inputs), inputs)
    if kind == "rms-norm":
        x = torch.rand(s)
        return lambda: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5)
    if kind == "group-norm":
        x = torch.rand(s)
        return lambda: F.group_norm(x, 8)
    if kind in ("lstm", "gru", "lstm-step", "gru-step"):
        layer, x = (torch.nn.LSTM if kind.startswith("lstm") else torch.nn.GRU)(s[2], s[3]), torch.rand(s[:3])
        if not kind.endswith("step"):
            return lambda: layer(x)

        def train():
            layer(x)[0].sum().backward()
            layer.zero_grad(set_to_none=True)

        return train
    if kind == "transformer-step":
        n, t, e, layers = s
        encoder = torch.nn.Sequential(*[torch.nn.TransformerEncoderLayer(e, 8, 4 * e, 0.0, "gelu", batch_first=True) for _ in range(layers)])
        x, optimizer = torch.rand(n, t, e), torch.optim.AdamW(encoder.parameters(), foreach=False)

        def train():
            encoder(x).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

        return train
    if kind == "add":
        a, b = torch.rand(s), torch.rand(s)
        return lambda: a + b
    if kind == "add-row":
        a, b = torch.rand(s), torch.rand(s[1])
        return lambda: a + b
    if kind in ("softmax", "log-softmax", "layer-norm", "sum-rows", "cumsum", "transpose", "sum"):
        x = torch.rand(s)
        return {
            "softmax": lambda: torch.softmax(x, -1),
            "log-softmax": lambda: torch.log_softmax(x, -1),
            "layer-norm": lambda: F.layer_norm(x, x.shape[-1:]),
            "sum-rows": lambda: x.sum(0),
            "cumsum": lambda: x.cumsum(1),
            "transpose": lambda: x.t().contiguous(),
            "sum": lambda: x.sum(),
        }[kind]
    if kind.startswith(("interpolate", "shrink")):
        x = torch.rand(s)
        _, name, *more = kind.split("-")
        how = {"mode": {"linear": "bilinear", "cubic": "bicubic"}.get(name, name), "antialias": "antialias" in more}
        how.update({"size": s[-1] // 2} if kind.startswith("shrink") else {"scale_factor": 2})
        if name in ("linear", "cubic"):
            how["align_corners"] = False
        if "step" in more:
            x.requires_grad_()
            return step(lambda: F.interpolate(x, **how), [x])
        return lambda: F.interpolate(x, **how)
    if kind in ("grid-sample", "grid-sample-step"):
        x, grid = torch.rand(s), torch.rand(s[0], s[2], s[3], 2) * 2 - 1
        if kind == "grid-sample":
            return lambda: F.grid_sample(x, grid, align_corners=False)
        inputs = [x.requires_grad_(), grid.requires_grad_()]
        return step(lambda: F.grid_sample(*inputs, align_corners=False), inputs)
    if kind == "layer-norm-step":
        x, w, b = inputs = leaves(s, s[1:], s[1:])
        return step(lambda: F.layer_norm(x, w.shape, w, b), inputs)
    if kind == "cross-entropy-step":
        inputs, target = leaves(s), torch.randint(0, s[1], (s[0],))
        return step(lambda: F.cross_entropy(inputs[0], target), inputs)
    if kind == "max-pool":
        x = torch.rand(s)
        return lambda: F.max_pool2d(x, 2)
    if kind == "batch-norm-step":
        x, w, b = inputs = leaves(s, s[1:2], s[1:2])
        return step(lambda: F.batch_norm(x, None, None, w, b, training=True), inputs)
    if kind == "embedding":
        table, tokens = torch.rand(s[0], s[1]), torch.randint(0, s[0], (s[2],))
        return lambda: F.embedding(tokens, table)
    if kind == "adamw":
        p = torch.rand(s).requires_grad_()
        p.grad = torch.ones_like(p)
        return torch.optim.AdamW([p], foreach=False).step
    return None


run, recorded = None, False
for line in sys.stdin:
    kind, *sizes = line.split()
    if kind == "time":
        with torch.set_grad_enabled(recorded):
            print(f"{median(run):.6f}", flush=True)
        continue
    run, recorded = work(kind, [int(n) for n in sizes]), kind.endswith("step")
    if run is not None:
        with torch.set_grad_enabled(recorded):
            run()
    print("-" if run is None else "ready", flush=True)

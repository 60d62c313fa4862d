"""Golden vectors of optimisers that PyTorch 1.13 lacks: the published rules in NumPy, in float64, ten steps each, in the layout of make_optim.py."""
import golden  # noqa: F401
import numpy as np
import torch

from golden.data import Data
from golden.record import Records

STEPS = 10
SHAPES = [(3, 4), (5,), (2, 3, 2), ()]


def rms(x):
    """Root mean square."""
    return float(np.sqrt((x * x).mean()))


def lion(p, g, s, o):
    """Chen et al. 2023, algorithm 2."""
    m = s.setdefault("exp_avg", np.zeros_like(p))
    b1, b2 = o["betas"]
    p -= o["lr"] * (np.sign(b1 * m + (1 - b1) * g) + o["weight_decay"] * p)
    m *= b2
    m += (1 - b2) * g


def rmsprop_tf(p, g, s, o):
    """TensorFlow's ApplyRMSProp and ApplyCenteredRMSProp, with weight decay as an L2 term or decoupled."""
    a = o["alpha"]
    v = s.setdefault("square_avg", np.ones_like(p))
    if o["decoupled_decay"]:
        p *= 1 - o["lr"] * o["weight_decay"]
    else:
        g = g + o["weight_decay"] * p
    v += (1 - a) * (g * g - v)
    spread = v
    if o["centered"]:
        m = s.setdefault("grad_avg", np.zeros_like(p))
        m += (1 - a) * (g - m)
        spread = v - m * m
    d = g / np.sqrt(spread + o["eps"])
    if o["momentum"] > 0:
        b = s.setdefault("momentum_buffer", np.zeros_like(p))
        b *= o["momentum"]
        b += o["lr"] * d if o["lr_in_momentum"] else d
        p -= b if o["lr_in_momentum"] else o["lr"] * b
    else:
        p -= o["lr"] * d


def lamb(p, g, s, o):
    """You et al. 2020, algorithm 2, with phi the identity cut at max_trust."""
    m, v = s.setdefault("exp_avg", np.zeros_like(p)), s.setdefault("exp_avg_sq", np.zeros_like(p))
    b1, b2 = o["betas"]
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g * g
    t = s["step"]
    r = m / (1 - b1 ** t) / (np.sqrt(v / (1 - b2 ** t)) + o["eps"]) + o["weight_decay"] * p
    size, length = np.sqrt((p * p).sum()), np.sqrt((r * r).sum())
    trust = min(size / length, o.get("max_trust", np.inf)) if size > 0 and length > 0 else 1.0
    p -= o["lr"] * trust * r


def lars(p, g, s, o):
    """You, Gitman and Ginsburg 2017: momentum descent on the scaled gradient."""
    size, slope = np.sqrt((p * p).sum()), np.sqrt((g * g).sum())
    ratio = o["trust_coeff"] * size / (slope + o["weight_decay"] * size + o["eps"]) if size > 0 and slope > 0 else 1.0
    d = ratio * (g + o["weight_decay"] * p)
    if o["momentum"]:
        if "momentum_buffer" in s:
            s["momentum_buffer"] = o["momentum"] * s["momentum_buffer"] + (1 - o["dampening"]) * d
        else:
            s["momentum_buffer"] = d.copy()
        d = d + o["momentum"] * s["momentum_buffer"] if o["nesterov"] else s["momentum_buffer"]
    p -= o["lr"] * d


def adafactor(p, g, s, o):
    """Shazeer and Stern 2018, algorithms 4 to 6."""
    t = s["step"]
    decay = 1 - t ** o["decay_rate"]
    s["RMS"] = rms(p)
    rate = min(1e-6 * t if o["warmup_init"] else 1e-2, 1 / np.sqrt(t)) if o["relative_step"] else o["lr"]
    if o["scale_parameter"]:
        rate *= max(o["eps"][1], s["RMS"])
    q = g * g + o["eps"][0]
    if p.ndim >= 2:
        r = s.setdefault("exp_avg_sq_row", np.zeros(p.shape[:-1]))
        c = s.setdefault("exp_avg_sq_col", np.zeros(p.shape[:-2] + p.shape[-1:]))
        r[...] = decay * r + (1 - decay) * q.mean(-1)
        c[...] = decay * c + (1 - decay) * q.mean(-2)
        v = r[..., :, None] * c[..., None, :] / r.mean(-1)[..., None, None]
    else:
        v = s.setdefault("exp_avg_sq", np.zeros_like(p))
        v[...] = decay * v + (1 - decay) * q
    u = g / np.sqrt(v)
    u = rate * u / max(1.0, rms(u) / o["clip_threshold"])
    if o["beta1"] > 0:
        m = s.setdefault("exp_avg", np.zeros_like(p))
        m[...] = o["beta1"] * m + (1 - o["beta1"]) * u
        u = m
    p *= 1 - rate * o["weight_decay"]
    p -= u


def codebook(signed):
    """Dynamic tree quantisation: 256 values, 2^i (or 2^(i+1)) of them in the decade 10^(i-6)."""
    values = [0.0, 1.0]
    for i in range(7):
        edges = np.linspace(0.1, 1, 2 ** (i if signed else i + 1) + 1)
        means = (edges[:-1] + edges[1:]) / 2 * 10.0 ** (i - 6)
        values += list(means) + (list(-means) if signed else [])
    return np.sort(np.array(values))


CODES = {True: codebook(True), False: codebook(False)}


def muon(p, g, s, o):
    """Jordan et al. 2024. The iteration is an odd polynomial of the matrix, so that here it is applied to the singular values one by one."""
    if p.ndim < 2 or not o["matrices"]:
        m, v = s.setdefault("exp_avg", np.zeros_like(p)), s.setdefault("exp_avg_sq", np.zeros_like(p))
        b1, b2 = o["betas"]
        m[...] = b1 * m + (1 - b1) * g
        v[...] = b2 * v + (1 - b2) * g * g
        p *= 1 - o["lr"] * o["weight_decay"]
        p -= o["lr"] / (1 - b1 ** s["step"]) * m / (np.sqrt(v) / np.sqrt(1 - b2 ** s["step"]) + 1e-8)
        return
    s.pop("step", None)
    m = s.setdefault("momentum_buffer", np.zeros_like(p))
    m[...] = o["momentum"] * m + (1 - o["momentum"]) * g
    d = o["momentum"] * m + (1 - o["momentum"]) * g if o["nesterov"] else m
    u, values, vt = np.linalg.svd(d.reshape(p.shape[0], -1), full_matrices=False)
    values = values / max(np.sqrt((values ** 2).sum()), o["eps"])
    for _ in range(o["ns_steps"]):
        values = 3.4445 * values - 4.7750 * values ** 3 + 2.0315 * values ** 5
    rows, columns = p.shape[0], p.size // p.shape[0]
    scale = np.sqrt(max(1, rows / columns)) if o["adjust_lr_fn"] == "original" else 0.2 * np.sqrt(max(rows, columns))
    p *= 1 - o["lr"] * o["weight_decay"]
    p -= o["lr"] * scale * (u @ np.diag(values) @ vt).reshape(p.shape)


def eight_bit(p, g, s, o):
    """AdamW with means coded block by block, after Dettmers et al. 2022; the means are rounded after the step has used them."""
    flat, grad, block = p.reshape(-1), g.reshape(-1), o["block_size"]
    count = (flat.size + block - 1) // block
    for at, signed in (("1", True), ("2", False)):
        s.setdefault("state" + at, np.full(p.shape, np.searchsorted(CODES[signed], 0.0), dtype=np.uint8))
        s.setdefault("absmax" + at, np.zeros(count))
    b1, b2 = o["betas"]
    t = s["step"]
    for k in range(count):
        part = slice(k * block, (k + 1) * block)
        m = CODES[True][s["state1"].reshape(-1)[part]] * s["absmax1"][k]
        v = CODES[False][s["state2"].reshape(-1)[part]] * s["absmax2"][k]
        m = b1 * m + (1 - b1) * grad[part]
        v = b2 * v + (1 - b2) * grad[part] ** 2
        flat[part] *= 1 - o["lr"] * o["weight_decay"]
        flat[part] -= o["lr"] / (1 - b1 ** t) * m / (np.sqrt(v) / np.sqrt(1 - b2 ** t) + o["eps"])
        for at, values, signed in (("1", m, True), ("2", v, False)):
            scale = np.abs(values).max()
            codes = CODES[signed]
            s["absmax" + at][k] = scale
            s["state" + at].reshape(-1)[part] = np.searchsorted((codes[:-1] + codes[1:]) / 2, values / scale if scale > 0 else values)


def run(records, name, rule, defaults, options, shapes=SHAPES, dtype=torch.float64):
    """Ten steps of one rule."""
    label = " ".join(f"{k} {v}" for k, v in options.items()) or "plain"
    o = {**defaults, "maximize": False, **options}
    d = Data(f"optim/{name}/{label}")
    starts = [d.real(shape, dtype=dtype) for shape in shapes]
    grads = [[d.real(shape, -1, 1, dtype) for shape in shapes] for _ in range(STEPS)]
    values = [start.double().numpy().copy() for start in starts]
    states = [{"step": 0} for _ in shapes]
    after = [[] for _ in shapes]
    for row in grads:
        for at, grad in enumerate(row):
            if "step" in states[at]:
                states[at]["step"] += 1
            g = grad.double().numpy()
            values[at] = np.asarray(values[at])
            p = values[at].reshape(-1, 1)[:, 0].reshape(values[at].shape) if values[at].ndim else values[at].reshape(1)
            rule(p, (-g if o["maximize"] else g).reshape(p.shape), states[at], o)
            values[at] = p.reshape(values[at].shape)
            after[at].append(torch.tensor(values[at], dtype=dtype))

    def kept(value, shape):
        if not isinstance(value, np.ndarray):
            return value
        if value.dtype == np.uint8:
            return {"t": records.pool.key(torch.tensor(value.reshape(shape)))}
        wide = torch.tensor(value, dtype=dtype)
        return {"t": records.pool.key(wide.reshape(shape) if wide.numel() == int(np.prod(shape)) and wide.dim() == 1 and len(shape) == 0 else wide)}
    state = {str(at): {k: kept(v, shapes[at]) for k, v in s.items()} for at, s in enumerate(states)}
    group = {**o, "params": list(range(len(shapes)))}
    records.add(f"{name}/{label}", optimizer=name, args=o, dtype=dtype, groups=[{"params": list(range(len(shapes)))}], start=records.keys(starts),
                grads=records.keys([torch.stack([row[at] for row in grads]) for at in range(len(shapes))]),
                after=records.keys([torch.stack(rows) for rows in after]), saved={"state": state, "param_groups": [group]})


def main():
    """Writes optim/published_optimizers.safetensors."""
    r = Records("optim/published_optimizers.safetensors", "golden-optim-1")
    defaults = {"lr": 0.02, "betas": [0.9, 0.99], "weight_decay": 0.0, "eps": 0.0}
    for options in ({}, {"betas": [0.8, 0.95], "weight_decay": 0.1}, {"maximize": True, "weight_decay": 0.1}):
        run(r, "Lion", lion, defaults, options)
    defaults = {"lr": 0.02, "alpha": 0.9, "eps": 1e-10, "weight_decay": 0.0, "momentum": 0.0, "centered": False, "decoupled_decay": False, "lr_in_momentum": True}
    for options in ({}, {"momentum": 0.9}, {"momentum": 0.9, "lr_in_momentum": False}, {"centered": True, "eps": 1e-3, "weight_decay": 0.1}, {"decoupled_decay": True, "weight_decay": 0.1, "maximize": True},
                    {"momentum": 0.8, "centered": True, "eps": 1e-2}):
        run(r, "RMSpropTF", rmsprop_tf, defaults, options)
    defaults = {"lr": 0.02, "betas": [0.9, 0.999], "eps": 1e-6, "weight_decay": 0.01}
    for options in ({}, {"weight_decay": 0.0}, {"betas": [0.8, 0.95], "eps": 1e-3}, {"max_trust": 0.5}, {"maximize": True}):
        run(r, "LAMB", lamb, defaults, options)
    defaults = {"lr": 1.0, "momentum": 0.9, "dampening": 0.0, "weight_decay": 0.0, "nesterov": False, "trust_coeff": 0.01, "eps": 1e-8}
    for options in ({}, {"weight_decay": 0.1}, {"nesterov": True, "weight_decay": 0.1}, {"momentum": 0.0}, {"dampening": 0.3, "maximize": True, "weight_decay": 0.1}):
        run(r, "LARS", lars, defaults, options)
    defaults = {"lr": 0.02, "eps": [1e-30, 1e-3], "clip_threshold": 1.0, "decay_rate": -0.8, "beta1": 0.0, "weight_decay": 0.0, "scale_parameter": True, "relative_step": True, "warmup_init": False}
    for options in ({}, {"beta1": 0.9}, {"relative_step": False, "scale_parameter": False, "weight_decay": 0.1}, {"warmup_init": True}, {"clip_threshold": 0.5, "decay_rate": -0.5, "maximize": True}):
        run(r, "Adafactor", adafactor, defaults, options)
    defaults = {"lr": 0.02, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.01, "block_size": 16, "min_8bit_size": 0}
    for options in ({}, {"betas": [0.8, 0.95], "weight_decay": 0.0}, {"maximize": True}):
        run(r, "AdamW8bit", eight_bit, defaults, options, [(6, 8), (5,)], torch.float32)
    defaults = {"lr": 0.02, "weight_decay": 0.1, "momentum": 0.95, "nesterov": True, "ns_steps": 5, "adjust_lr_fn": "original", "eps": 1e-7, "betas": [0.9, 0.999], "matrices": True}
    for options in ({}, {"adjust_lr_fn": "match_rms_adamw"}, {"nesterov": False, "ns_steps": 3}, {"momentum": 0.8, "weight_decay": 0.0, "maximize": True}, {"matrices": False, "betas": [0.8, 0.95]}):
        run(r, "Muon", muon, defaults, options, [*SHAPES, (4, 3)])
    r.write()


if __name__ == "__main__":
    main()

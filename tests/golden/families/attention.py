"""Embedding, dropout at evaluation, scaled dot-product and multi-head attention."""
import math

import torch
import torch.nn.functional as F

from golden.data import INF
from golden.family import Family
from golden.views import View


def sdpa(q, k, v, mask=None, is_causal=False, scale=None):
    """softmax(q kT · scale + mask) v; a boolean mask is true where attention is allowed; causal: top-left aligned."""
    scores = q @ k.transpose(-2, -1) * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if is_causal:
        allowed = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril()
        scores = scores.masked_fill(~allowed, -INF)
    if mask is not None:
        scores = scores.masked_fill(~mask, -INF) if mask.dtype == torch.bool else scores + mask
    return torch.softmax(scores, -1) @ v


def embeddings():
    """Embedding and dropout."""
    family = Family("embedding")
    d = family.begin("embedding", lambda weight, index, padding_idx=None: F.embedding(index, weight, padding_idx))
    family.add("vector", [d.real((5, 4)), torch.tensor([1, 3, 1])])
    family.add("matrix f64", [d.f64((5, 3)), d.integers((2, 4), 0, 5)])
    family.add("padding", [d.real((5, 4)), torch.tensor([[0, 2, 2], [4, 0, 1]])], padding_idx=2)
    family.add("negative padding", [d.real((5, 4)), torch.tensor([4, 0, 4])], padding_idx=-1)
    family.add("int32 index", [d.real((5, 4)), torch.tensor([1, 3], dtype=torch.int32)])
    family.add("scalar index", [d.real((5, 4)), torch.tensor(2)])
    family.add("empty", [d.real((5, 4)), torch.zeros(0, dtype=torch.int64)])
    d = family.begin("embedding_bag", lambda weight, index, offsets, mode: F.embedding_bag(index, weight, offsets, mode=mode))
    for mode in ("sum", "mean", "max"):
        family.add(mode, [d.real((5, 4)), torch.tensor([1, 3, 1, 0, 4]), torch.tensor([0, 2])], mode=mode)
    d = family.begin("dropout_eval", lambda x, p: F.dropout(x, p, training=False))
    family.add("half", [d.real((3, 4))], p=0.5)
    d = family.begin("dropout_zero", lambda x, p: F.dropout(x, p, training=True))
    family.add("none dropped", [d.real((3, 4))], p=0.0)
    family.add("all dropped", [d.real((3, 4))], p=1.0)
    return family


def attention():
    """Scaled dot-product attention against its definition."""
    family = Family("attention")
    d = family.begin("scaled_dot_product_attention", sdpa)

    def qkv(batch, t, s, e, ev=None, dtype=torch.float32):
        return [d.real((*batch, t, e), dtype=dtype), d.real((*batch, s, e), dtype=dtype), d.real((*batch, s, ev or e), dtype=dtype)]

    family.add("plain", qkv((2, 3), 5, 5, 4))
    family.add("f64", qkv((2, 2), 4, 6, 3, 5, torch.float64))
    family.add("cross", qkv((2,), 3, 7, 4, 6))
    family.add("causal", qkv((1, 2), 6, 6, 4), is_causal=True)
    family.add("causal rectangular", qkv((2,), 3, 5, 4), is_causal=True)
    family.add("causal f64", qkv((1, 2), 5, 5, 4, dtype=torch.float64), is_causal=True)
    family.add("scale", qkv((2,), 4, 4, 4), scale=0.25)
    family.add("boolean mask", [*qkv((2, 2), 4, 5, 4), torch.tensor([[True, False, True, True, False]] * 3 + [[False, True, False, False, False]])])
    family.add("float mask", [*qkv((2, 2), 4, 5, 4), d.real((4, 5))])
    family.add("broadcast mask", [*qkv((2, 2), 4, 5, 4), torch.tensor([[True, True, True, False, False], [True, False, True, True, True]])[:, None, None, :]])
    family.add("infinite mask", [*qkv((1, 2), 3, 3, 4), torch.tensor([[0, -INF, -INF], [0, 0, -INF], [0, 0, 0]])], constant=(3,))
    family.add("long", qkv((1, 1), 67, 70, 8))
    family.add("long causal", qkv((1, 1), 70, 70, 8), is_causal=True)
    family.add("one query", qkv((2, 2), 1, 9, 4))
    family.add("large scores", [t * 20 for t in qkv((1,), 4, 4, 4)])
    family.add("heads as views", [View(d.real((2, 5, 3, 4)), ("transpose", 1, 2)), View(d.real((2, 6, 3, 4)), ("transpose", 1, 2)), View(d.real((2, 6, 3, 4)), ("transpose", 1, 2))])
    family.add("no mask wide head", qkv((1, 2), 9, 9, 33))
    return family


def multi_head(q, k, v, in_w, in_b, out_w, out_b, bias_k, bias_v, padding, mask, num_heads, need_weights, average=True, add_zero_attn=False):
    """multi_head_attention_forward with the packed projection."""
    y, weights = F.multi_head_attention_forward(
        q, k, v, q.shape[-1], num_heads, in_w, in_b, bias_k, bias_v, add_zero_attn, 0.0, out_w, out_b, training=True,
        key_padding_mask=padding, need_weights=need_weights, attn_mask=mask, average_attn_weights=average)
    return [y] if weights is None else [y, weights]


def heads():
    """Multi-head attention, sequences first."""
    family = Family("multi_head_attention")
    d = family.begin("multi_head_attention_forward", multi_head)

    def arrays(t, s, n, e, dtype=torch.float32, bias_kv=False, padding=None, mask=None, same=False):
        q = d.real((t, n, e), dtype=dtype)
        k = q if same else d.real((s, n, e), dtype=dtype)
        v = q if same else d.real((s, n, e), dtype=dtype)
        extra = [d.real((1, 1, e), dtype=dtype) for _ in range(2)] if bias_kv else [None, None]
        return [q, k, v, d.real((3 * e, e), -0.7, 0.7, dtype), d.real((3 * e,), dtype=dtype), d.real((e, e), -0.7, 0.7, dtype), d.real((e,), dtype=dtype), *extra, padding, mask]

    padding = torch.tensor([[False, False, False, True, True], [False, False, True, False, True]])
    causal = torch.ones(4, 5, dtype=torch.bool).triu(1)
    family.add("weights", arrays(4, 5, 2, 6), num_heads=2, need_weights=True)
    family.add("f64", arrays(4, 5, 2, 6, torch.float64), num_heads=3, need_weights=True)
    family.add("no weights", arrays(4, 5, 2, 6), num_heads=2, need_weights=False)
    family.add("weights per head", arrays(4, 5, 2, 6), num_heads=2, need_weights=True, average=False)
    family.add("padding", arrays(4, 5, 2, 6, padding=padding), num_heads=2, need_weights=True)
    family.add("boolean mask", arrays(4, 5, 2, 6, mask=causal), num_heads=2, need_weights=True)
    family.add("float mask", arrays(4, 5, 2, 6, mask=d.real((4, 5))), constant=(10,), num_heads=2, need_weights=False)
    family.add("mask per head", arrays(4, 5, 2, 6, mask=d.real((4, 4, 5))), constant=(10,), num_heads=2, need_weights=True)
    family.add("both masks", arrays(4, 5, 2, 6, padding=padding, mask=causal), num_heads=2, need_weights=True)
    family.add("bias k v", arrays(4, 5, 2, 6, bias_kv=True), num_heads=2, need_weights=True)
    family.add("zero attention", arrays(4, 5, 2, 6), num_heads=2, need_weights=True, add_zero_attn=True)
    family.add("without in bias", [*arrays(4, 5, 2, 6)[:4], None, *arrays(4, 5, 2, 6)[5:]], num_heads=2, need_weights=True)
    return family


def families():
    """The files of this module."""
    return [embeddings(), attention(), heads()]

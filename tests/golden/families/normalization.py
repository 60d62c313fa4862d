"""Batch, layer, group, instance and local response normalisation."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View


def batch_norm(x, mean, var, weight, bias, training, momentum, eps):
    """The output and the running statistics afterwards."""
    mean, var = (None if t is None else t.detach().clone() for t in (mean, var))
    y = F.batch_norm(x, mean, var, weight, bias, training, momentum, eps)
    return [y] + [t for t in (mean, var) if t is not None]


def families():
    """The files of this module."""
    family = Family("normalization")
    d = family.begin("batch_norm", batch_norm)
    shapes = {"rows": (6, 3), "sequences": (4, 3, 5), "images": (3, 4, 5, 6), "volumes": (2, 3, 2, 3, 4)}
    for training in (True, False):
        mode = "train" if training else "eval"
        for label, shape in shapes.items():
            for dtype in (torch.float32, torch.float64) if label == "images" else (torch.float32,):
                c = shape[1]
                arrays = [d.real(shape, dtype=dtype), d.real((c,), dtype=dtype), d.real((c,), 0.5, 2, dtype), d.real((c,), dtype=dtype), d.real((c,), dtype=dtype)]
                family.add(f"{label} {mode} {str(dtype)[6:]}", arrays, constant=(1, 2), training=training, momentum=0.1, eps=1e-5)
        family.add(f"without weight {mode}", [d.real((3, 4, 5, 6)), d.real((4,)), d.real((4,), 0.5, 2), None, None], constant=(1, 2), training=training, momentum=0.3, eps=1e-3)
        family.add(f"strided {mode}", [View(d.real((3, 5, 6, 4)), ("permute", 0, 3, 1, 2)), d.real((4,)), d.real((4,), 0.5, 2), d.real((4,)), d.real((4,))],
                   constant=(1, 2), training=training, momentum=0.1, eps=1e-5)
    family.add("without statistics", [d.real((3, 4, 5)), None, None, d.real((4,)), d.real((4,))], training=True, momentum=0.1, eps=1e-5)
    family.add("far from zero", [d.real((6, 3)) + 100, d.real((3,)), d.real((3,), 0.5, 2), d.real((3,)), d.real((3,))], constant=(1, 2), training=True, momentum=0.1, eps=1e-5)
    d = family.begin("layer_norm", lambda x, w, b, normalized_shape, eps: F.layer_norm(x, normalized_shape, w, b, eps))
    family.add("rows", [d.real((5, 8)), d.real((8,)), d.real((8,))], normalized_shape=[8], eps=1e-5)
    family.add("two axes f64", [d.f64((2, 3, 4)), d.f64((3, 4)), d.f64((3, 4))], normalized_shape=[3, 4], eps=1e-5)
    family.add("without weight", [d.real((2, 3, 7)), None, None], normalized_shape=[7], eps=1e-12)
    family.add("without bias", [d.real((3, 67)), d.real((67,)), None], normalized_shape=[67], eps=1e-5)
    family.add("transposed", [View(d.real((8, 5)), ("transpose", 0, 1)), d.real((8,)), d.real((8,))], normalized_shape=[8], eps=1e-5)
    family.add("empty", [d.real((0, 4)), d.real((4,)), d.real((4,))], normalized_shape=[4], eps=1e-5)
    family.add("far from zero", [d.real((3, 16)) + 100, None, None], normalized_shape=[16], eps=1e-5)
    d = family.begin("group_norm", lambda x, w, b, num_groups, eps: F.group_norm(x, num_groups, w, b, eps))
    family.add("two groups", [d.real((2, 4, 3, 3)), d.real((4,)), d.real((4,))], num_groups=2, eps=1e-5)
    family.add("one group f64", [d.f64((2, 4, 5)), d.f64((4,)), d.f64((4,))], num_groups=1, eps=1e-5)
    family.add("each channel", [d.real((2, 4, 5)), None, None], num_groups=4, eps=1e-3)
    family.add("rows", [d.real((3, 6)), d.real((6,)), d.real((6,))], num_groups=3, eps=1e-5)
    family.add("strided", [View(d.real((2, 3, 5, 4)), ("permute", 0, 3, 1, 2)), d.real((4,)), d.real((4,))], num_groups=2, eps=1e-5)
    d = family.begin("instance_norm", lambda x, w, b, eps: F.instance_norm(x, None, None, w, b, True, 0.1, eps))
    family.add("images", [d.real((2, 3, 4, 5)), d.real((3,)), d.real((3,))], eps=1e-5)
    family.add("sequences f64", [d.f64((2, 3, 6)), None, None], eps=1e-5)
    d = family.begin("local_response_norm")
    family.add("5", [d.real((2, 7, 3, 3))], size=5, alpha=1e-2, beta=0.75, k=1.0)
    family.add("2 f64", [d.f64((2, 4, 3))], size=2, alpha=1e-1, beta=0.5, k=2.0)
    return [family]

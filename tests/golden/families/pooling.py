"""Max, average, power-average and adaptive pooling."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View

SIZES = {1: (2, 3, 11), 2: (2, 2, 7, 8), 3: (1, 2, 5, 6, 5)}
MAX = [("2", {"kernel_size": 2}), ("3 stride 2 padding 1", {"kernel_size": 3, "stride": 2, "padding": 1}), ("overlapping", {"kernel_size": 3, "stride": 1}),
       ("ceil", {"kernel_size": 2, "stride": 2, "ceil_mode": True}), ("ceil padding", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}),
       ("dilation", {"kernel_size": 2, "stride": 1, "dilation": 2})]
AVERAGE = [("2", {"kernel_size": 2}), ("3 stride 2 padding 1", {"kernel_size": 3, "stride": 2, "padding": 1}),
           ("without padding", {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False}), ("overlapping", {"kernel_size": 3, "stride": 1}),
           ("ceil", {"kernel_size": 2, "stride": 2, "ceil_mode": True}),
           ("ceil without padding", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False})]


def windows():
    """Pooling with fixed windows."""
    family = Family("pooling")
    for n, shape in SIZES.items():
        d = family.begin(f"max_pool{n}d_indices", lambda x, f=getattr(F, f"max_pool{n}d"), **args: f(x, return_indices=True, **args))
        for label, args in MAX:
            family.add(label, [d.distinct(shape)], **args)
        family.add("f64", [d.distinct(shape, torch.float64)], kernel_size=2)
        family.add("unbatched", [d.distinct(shape[1:])], kernel_size=2)
        family.add("transposed", [View(d.distinct((*shape[:-2], shape[-1], shape[-2])), ("transpose", n, n + 1))] if n > 1 else
                   [View(d.distinct((3, 2, 8)), ("transpose", 0, 1))], kernel_size=2)
        family.add("negative inputs", [d.distinct(shape) - 1000], kernel_size=3, stride=2, padding=1)
        d = family.begin(f"max_pool{n}d")
        family.add("2", [d.distinct(shape)], kernel_size=2)
        d = family.begin(f"avg_pool{n}d")
        for label, args in AVERAGE:
            family.add(label, [d.real(shape)], **args)
        family.add("f64", [d.f64(shape)], kernel_size=2)
        family.add("transposed", [View(d.real((*shape[:-2], shape[-1], shape[-2])), ("transpose", n, n + 1))] if n > 1 else
                   [View(d.real((3, 2, 8)), ("transpose", 0, 1))], kernel_size=2)
        if n > 1:
            family.add("divisor", [d.real(shape)], kernel_size=2, divisor_override=3)
    d = family.begin("max_pool2d_indices", lambda x, **args: F.max_pool2d(x, return_indices=True, **args))
    family.add("uneven", [d.distinct((1, 2, 9, 8))], kernel_size=[3, 2], stride=[2, 1], padding=[1, 0], dilation=[1, 2])
    family.add("ties", [torch.ones(1, 1, 4, 4)], kernel_size=2)
    family.add("nan", [torch.tensor([[[1.0, float("nan")], [2.0, 3.0]]])], kernel_size=2)
    d = family.begin("avg_pool2d")
    family.add("uneven", [d.real((1, 2, 9, 8))], kernel_size=[3, 2], stride=[2, 1], padding=[1, 0])
    for n in (1, 2):
        d = family.begin(f"lp_pool{n}d")
        family.add("2", [d.real(SIZES[n], 0.1, 2)], norm_type=2.0, kernel_size=2)
        family.add("3 ceil f64", [d.f64(SIZES[n], 0.1, 2)], norm_type=3.0, kernel_size=3, stride=2, ceil_mode=True)
    return family


def adaptive():
    """Pooling to a given size."""
    family = Family("adaptive_pooling")
    targets = {1: (1, 4, 11, 15), 2: (1, [3, 2], [None, 3], [7, 8], [9, 5]), 3: (1, [2, 3, 2], [None, 2, 1])}
    for n, shape in SIZES.items():
        for op, draw in ((f"adaptive_avg_pool{n}d", "real"), (f"adaptive_max_pool{n}d_indices", "distinct")):
            function = getattr(F, op) if draw == "real" else lambda x, output_size, f=getattr(F, op[:-8]): f(x, output_size, return_indices=True)
            d = family.begin(op, function)
            for target in targets[n]:
                family.add(str(target), [getattr(d, draw)(shape)], output_size=target)
            family.add("f64", [getattr(d, draw)(shape, dtype=torch.float64)], output_size=2)
            family.add("unbatched", [getattr(d, draw)(shape[1:])], output_size=2)
            family.add("sliced", [View(getattr(d, draw)(shape), ("slice", n + 1, 0, shape[-1], 2))], output_size=2)
    return family


def families():
    """The files of this module."""
    return [windows(), adaptive()]

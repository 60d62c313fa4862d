"""Convolutions and transposed convolutions in one, two and three dimensions."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View

# label, input, weight, has bias, options
CONV1 = [
    ("plain", (2, 3, 9), (4, 3, 3), True, {}), ("no bias", (2, 3, 9), (4, 3, 3), False, {}), ("stride", (2, 3, 10), (4, 3, 3), True, {"stride": 2}),
    ("padding", (1, 2, 5), (3, 2, 3), True, {"padding": 2}), ("dilation", (2, 2, 11), (3, 2, 3), True, {"dilation": 3}),
    ("groups", (2, 4, 7), (6, 2, 3), True, {"groups": 2}), ("depthwise", (2, 4, 7), (4, 1, 3), True, {"groups": 4, "padding": 1}),
    ("same odd", (1, 2, 6), (3, 2, 3), True, {"padding": "same"}), ("same even", (1, 2, 6), (3, 2, 4), True, {"padding": "same"}),
    ("same dilated", (1, 2, 9), (3, 2, 4), False, {"padding": "same", "dilation": 3}), ("valid", (1, 2, 6), (3, 2, 3), True, {"padding": "valid"}),
    ("pointwise", (2, 5, 6), (3, 5, 1), True, {}), ("unbatched", (3, 9), (4, 3, 3), True, {}), ("empty batch", (0, 3, 9), (4, 3, 3), True, {}),
]
CONV2 = [
    ("plain", (2, 3, 6, 7), (4, 3, 3, 3), True, {}), ("no bias", (2, 3, 6, 7), (4, 3, 3, 3), False, {}),
    ("3x3 padding 1", (1, 4, 8, 8), (5, 4, 3, 3), True, {"padding": 1}), ("stride 2", (2, 3, 7, 8), (4, 3, 3, 3), True, {"stride": 2, "padding": 1}),
    ("uneven", (1, 2, 9, 8), (3, 2, 2, 5), True, {"stride": [1, 3], "padding": [2, 1], "dilation": [3, 1]}),
    ("dilation", (1, 2, 9, 9), (3, 2, 3, 3), True, {"dilation": 2, "padding": 2}), ("groups", (1, 4, 5, 5), (6, 2, 3, 3), True, {"groups": 2}),
    ("depthwise", (2, 4, 6, 6), (4, 1, 3, 3), True, {"groups": 4, "padding": 1}),
    ("depthwise stride 2", (1, 4, 7, 7), (4, 1, 5, 5), False, {"groups": 4, "padding": 2, "stride": 2}),
    ("depthwise multiplier", (1, 3, 5, 5), (6, 1, 3, 3), True, {"groups": 3, "padding": 1}),
    ("pointwise", (2, 5, 4, 3), (7, 5, 1, 1), True, {}), ("pointwise stride", (1, 3, 5, 6), (4, 3, 1, 1), False, {"stride": 2}),
    ("same", (1, 2, 5, 6), (3, 2, 4, 3), True, {"padding": "same"}), ("same dilated", (1, 2, 6, 6), (2, 2, 2, 3), True, {"padding": "same", "dilation": [2, 1]}),
    ("7x7 stride 2", (1, 3, 13, 13), (4, 3, 7, 7), False, {"stride": 2, "padding": 3}), ("whole image", (2, 3, 4, 5), (2, 3, 4, 5), True, {}),
    ("unbatched", (3, 6, 6), (2, 3, 3, 3), True, {}), ("empty batch", (0, 3, 6, 6), (2, 3, 3, 3), True, {}), ("tile edges", (1, 3, 11, 13), (17, 3, 3, 3), True, {"padding": 1}),
]
CONV3 = [
    ("plain", (2, 2, 4, 5, 4), (3, 2, 3, 3, 3), True, {}), ("stride and padding", (1, 2, 5, 5, 5), (3, 2, 3, 3, 3), True, {"stride": 2, "padding": 1}),
    ("uneven", (1, 2, 4, 6, 5), (2, 2, 1, 2, 3), False, {"stride": [1, 2, 1], "padding": [0, 1, 2], "dilation": [1, 2, 1]}),
    ("groups", (1, 4, 3, 3, 3), (4, 2, 2, 2, 2), True, {"groups": 2}), ("depthwise", (1, 3, 3, 4, 3), (3, 1, 3, 3, 3), True, {"groups": 3, "padding": 1}),
    ("same", (1, 2, 3, 4, 3), (2, 2, 2, 3, 3), True, {"padding": "same"}),
]
TRANSPOSED1 = [
    ("plain", (2, 3, 5), (3, 4, 3), True, {}), ("stride", (2, 3, 5), (3, 4, 3), True, {"stride": 2}), ("padding", (1, 2, 5), (2, 3, 4), False, {"stride": 2, "padding": 1}),
    ("output padding", (1, 2, 5), (2, 3, 3), True, {"stride": 3, "padding": 1, "output_padding": 2}), ("groups", (1, 4, 5), (4, 3, 3), True, {"groups": 2}),
    ("dilation", (1, 2, 5), (2, 3, 3), True, {"dilation": 2}),
]
TRANSPOSED2 = [
    ("plain", (2, 3, 4, 5), (3, 4, 3, 3), True, {}), ("stride 2 kernel 4", (1, 3, 4, 4), (3, 2, 4, 4), True, {"stride": 2, "padding": 1}),
    ("output padding", (1, 2, 3, 3), (2, 3, 3, 3), True, {"stride": 2, "padding": 1, "output_padding": 1}), ("groups", (1, 4, 3, 4), (4, 2, 2, 3), False, {"groups": 2}),
    ("uneven", (1, 2, 4, 3), (2, 3, 2, 3), True, {"stride": [2, 1], "padding": [0, 1], "output_padding": [1, 0], "dilation": [1, 2]}),
    ("depthwise", (1, 3, 4, 4), (3, 1, 3, 3), True, {"groups": 3, "stride": 2}), ("unbatched", (3, 4, 4), (3, 2, 2, 2), True, {}),
]
TRANSPOSED3 = [
    ("plain", (1, 2, 3, 3, 2), (2, 3, 2, 3, 3), True, {}),
    ("stride", (1, 2, 2, 3, 2), (2, 2, 3, 3, 3), True, {"stride": 2, "padding": 1, "output_padding": 1}), ("groups", (1, 4, 2, 2, 2), (4, 1, 2, 2, 2), False, {"groups": 2}),
]


def convolution(op, table, function):
    """The cases of one convolution."""
    family = Family(op)
    d = family.begin(op, function)
    for label, x, w, bias, options in table:
        channels = w[1] * options.get("groups", 1) if "transpose" in op else w[0]
        for dtype in (torch.float32, torch.float64) if label in ("plain", "uneven") else (torch.float32,):
            name = label + (" f64" if dtype == torch.float64 else "")
            family.add(name, [d.real(x, -1, 1, dtype), d.real(w, -1, 1, dtype), d.real((channels,), -1, 1, dtype) if bias else None], **options)
    label, x, w, bias, options = table[0]
    channels = w[1] if "transpose" in op else w[0]
    swapped = (*x[:-2], x[-1], x[-2]) if len(x) > 3 else (x[1], x[0], x[2])
    axes = (len(x) - 2, len(x) - 1) if len(x) > 3 else (0, 1)
    family.add("transposed input", [View(d.real(swapped), ("transpose", *axes)), d.real(w), d.real((channels,))])
    wide = list(x)
    wide[-1] *= 2
    family.add("sliced input", [View(d.real(wide), ("slice", len(x) - 1, 0, wide[-1], 2)), d.real(w), None])
    turned = (w[1], w[0], *w[2:])
    family.add("transposed weight", [d.real(x), View(d.real(turned), ("transpose", 0, 1)), None])
    return family


def families():
    """The files of this module."""
    return [convolution("conv1d", CONV1, F.conv1d), convolution("conv2d", CONV2, F.conv2d), convolution("conv3d", CONV3, F.conv3d),
            convolution("conv_transpose1d", TRANSPOSED1, F.conv_transpose1d), convolution("conv_transpose2d", TRANSPOSED2, F.conv_transpose2d),
            convolution("conv_transpose3d", TRANSPOSED3, F.conv_transpose3d)]

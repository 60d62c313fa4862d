"""Interpolation, pixel shuffles, grids, reassembly."""
import torch
import torch.nn.functional as F

from golden.family import Family
from golden.views import View


def interpolation():
    """F.interpolate in all modes."""
    family = Family("interpolation")
    d = family.begin("interpolate")
    shapes = {1: (2, 3, 7), 2: (1, 2, 5, 6), 3: (1, 2, 3, 4, 3)}
    sizes = {1: [[11], [3]], 2: [[8, 9], [3, 4], [5, 13]], 3: [[5, 6, 2]]}
    modes = {1: ["nearest", "nearest-exact", "linear", "area"], 2: ["nearest", "nearest-exact", "bilinear", "bicubic", "area"],
             3: ["nearest", "nearest-exact", "trilinear", "area"]}
    for axes, shape in shapes.items():
        for mode in modes[axes]:
            smooth = mode in ("linear", "bilinear", "bicubic", "trilinear")
            for align in (False, True) if smooth else (None,):
                for size in sizes[axes]:
                    family.add(f"{mode} {axes}d to {size} align {align}", [d.real(shape)], size=size, mode=mode, align_corners=align)
                for factor in ([1.6] * axes, [0.7] * axes):
                    for recompute in (None, True):
                        family.add(f"{mode} {axes}d by {factor} align {align} recompute {recompute}", [d.real(shape)], scale_factor=factor, mode=mode, align_corners=align,
                                   recompute_scale_factor=recompute)
    for mode in ("bilinear", "bicubic"):
        for align in (False, True):
            for size in ([3, 4], [9, 7], [2, 11]):
                family.add(f"{mode} antialias to {size} align {align}", [d.real((1, 2, 7, 9))], size=size, mode=mode, align_corners=align, antialias=True)
    family.add("bilinear f64", [d.f64((1, 2, 4, 5))], size=[7, 3], mode="bilinear", align_corners=False)
    family.add("bicubic f64", [d.f64((1, 2, 4, 5))], size=[7, 3], mode="bicubic", align_corners=False)
    family.add("bilinear transposed", [View(d.real((1, 2, 4, 5)), ("transpose", 2, 3))], size=[7, 3], mode="bilinear", align_corners=False)
    d = family.begin("pixel_shuffle")
    family.add("f32", [d.real((2, 8, 2, 3))], upscale_factor=2)
    family.add("f64", [d.f64((9, 2, 1))], upscale_factor=3)
    d = family.begin("pixel_unshuffle")
    family.add("f32", [d.real((2, 2, 4, 6))], downscale_factor=2)
    return family


def carafe(x, weights, scale):
    """Reassembly with an explicit unfold."""
    k = int(round(weights.shape[1] ** 0.5))
    n, c, h, w = x.shape
    patches = F.unfold(x, k, padding=k // 2).view(n, c, k * k, h, w)
    patches = patches.repeat_interleave(scale, 3).repeat_interleave(scale, 4)
    return (patches * weights.unsqueeze(1)).sum(2)


def grids():
    """grid_sample, affine_grid and CARAFE."""
    family = Family("grids")
    d = family.begin("grid_sample")
    for mode in ("bilinear", "nearest", "bicubic"):
        for padding in ("zeros", "border", "reflection"):
            for align in (False, True):
                family.add(f"{mode} {padding} align {align}", [d.f64((2, 2, 4, 5)), d.f64((2, 3, 3, 2), -1.7, 1.7)], mode=mode, padding_mode=padding, align_corners=align)
    for mode in ("bilinear", "nearest"):
        for padding in ("zeros", "border", "reflection"):
            family.add(f"3d {mode} {padding}", [d.f64((1, 2, 3, 4, 2)), d.f64((1, 2, 2, 3, 3), -1.7, 1.7)], mode=mode, padding_mode=padding, align_corners=False)
    family.add("f32", [d.real((1, 2, 4, 5)), d.real((1, 3, 3, 2), -1.2, 1.2)], mode="bilinear", padding_mode="zeros", align_corners=False)
    d = family.begin("affine_grid")
    for align in (False, True):
        family.add(f"2d align {align}", [d.f64((2, 2, 3))], size=[2, 1, 3, 4], align_corners=align)
        family.add(f"3d align {align}", [d.f64((1, 3, 4))], size=[1, 1, 2, 3, 4], align_corners=align)
    d = family.begin("carafe", carafe)
    family.add("f64", [d.f64((1, 2, 3, 4)), d.f64((1, 9, 6, 8))], scale=2)
    return family


def families():
    """All families of this module."""
    return [interpolation(), grids()]

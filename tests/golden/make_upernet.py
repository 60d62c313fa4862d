"""UPerNet on a narrow Swin Transformer (torchvision's), with make_resnet.py's formula for the weights: keys and scores. The head is written here after the paper."""

import golden  # noqa: F401
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.swin_transformer import SwinTransformer

from golden.record import Records
from make_resnet import digest
from make_zoo import picture, state

CLASSES, WIDTH, EMBED, BINS = 7, 16, 24, (1, 2, 3, 6)


class Unit(nn.Module):
    """Convolution, normalisation, ReLU."""

    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Backbone(nn.Module):
    """The maps after each stage, normalised."""

    def __init__(self):
        super().__init__()
        self.features = SwinTransformer([4, 4], EMBED, [2, 2, 6, 2], [3, 6, 12, 24], [7, 7]).features
        for stage in range(4):
            setattr(self, f"norm{stage}", nn.LayerNorm(EMBED << stage))

    def forward(self, x):
        maps = []
        for i, layer in enumerate(self.features):
            x = layer(x)
            if i % 2:
                maps.append(getattr(self, f"norm{i // 2}")(x).permute(0, 3, 1, 2))
        return maps


class Head(nn.Module):
    """Pooling over grids on the coarsest map, a path down, all maps joined."""

    def __init__(self, inputs):
        super().__init__()
        self.conv_seg = nn.Conv2d(WIDTH, CLASSES, 1)
        self.psp_modules = nn.ModuleList(nn.Sequential(nn.AdaptiveAvgPool2d(b), Unit(inputs[-1], WIDTH, 1)) for b in BINS)
        self.bottleneck = Unit(inputs[-1] + len(BINS) * WIDTH, WIDTH, 3)
        self.lateral_convs = nn.ModuleList(Unit(c, WIDTH, 1) for c in inputs[:-1])
        self.fpn_convs = nn.ModuleList(Unit(WIDTH, WIDTH, 3) for _ in inputs[:-1])
        self.fpn_bottleneck = Unit(len(inputs) * WIDTH, WIDTH, 3)

    def forward(self, maps):
        grids = [resize(grid(maps[-1]), maps[-1].shape[2:]) for grid in self.psp_modules]
        path = [lateral(m) for lateral, m in zip(self.lateral_convs, maps)] + [self.bottleneck(torch.cat([maps[-1], *grids], 1))]
        for i in range(len(path) - 1, 0, -1):
            path[i - 1] = path[i - 1] + resize(path[i], path[i - 1].shape[2:])
        outs = [conv(m) for conv, m in zip(self.fpn_convs, path)] + [path[-1]]
        return self.conv_seg(self.fpn_bottleneck(torch.cat([resize(m, outs[0].shape[2:]) for m in outs], 1)))


class Auxiliary(nn.Module):
    """One convolution and a classifier."""

    def __init__(self, inputs):
        super().__init__()
        self.conv_seg, self.convs = nn.Conv2d(WIDTH // 2, CLASSES, 1), nn.Sequential(Unit(inputs, WIDTH // 2, 3))

    def forward(self, x):
        return self.conv_seg(self.convs(x))


class UPerNet(nn.Module):
    """Scores and auxiliary scores in the picture's size."""

    def __init__(self):
        super().__init__()
        self.backbone, self.decode_head, self.auxiliary_head = Backbone(), Head([EMBED << i for i in range(4)]), Auxiliary(EMBED << 2)

    def forward(self, x):
        height, width = x.shape[2:]
        maps = self.backbone(F.pad(x, (0, -width % 4, 0, -height % 4)))
        return resize(self.decode_head(maps), (height, width)), resize(self.auxiliary_head(maps[2]), (height, width))


def resize(x, size):
    """Bilinear, corners not aligned."""
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def main():
    """Writes models/upernet.safetensors: evaluation, training, and a picture that patches do not tile."""
    records, model = Records("models/upernet.safetensors", "golden-upernet-1"), UPerNet()
    values = state(model)
    for module in model.modules():
        if hasattr(module, "p"):
            module.p = 0.0
    for name, training, size in (("eval", False, 96), ("train", True, 64), ("odd", False, 90)):
        runs = []
        for exact in (False, True):
            model.load_state_dict(values)
            model = (model.double() if exact else model.float()).train(training)
            with torch.no_grad():
                runs.append([y.double() for y in model(picture(500000, 2, size).to(torch.float64 if exact else torch.float32))])
        error = max(((a - b).abs().max() / b.abs().max()).item() for a, b in zip(*runs))
        print(f"  {name}: PyTorch float32 off by {error:.1e}")
        records.add(name, inputKey=500000, inputShape=[2, 3, size, size], outputs=records.pool.key(torch.stack([digest(y) for y in runs[1]])), float32=float(f"{error:.1e}"),
                    state=[[key, list(t.shape)] for key, t in values.items()] if name == "eval" else None)
    records.write()


if __name__ == "__main__":
    main()

"""Golden vectors of further modules: padding, pooling, folding, embedding bags, parametrised layers and the rest of the losses."""
import golden  # noqa: F401
import torch
from torch import nn

from golden.data import Data
from make_modules import Modules

LENGTHS = {1: (2, 4, 9), 2: (2, 4, 6, 7), 3: (1, 2, 4, 5, 4)}


def padding(m, d):
    """Padding modules of every rank."""
    for n, shape in LENGTHS.items():
        uneven = [1, 2, 0, 1, 2, 1][:2 * n]
        m.run("uneven", (f"ConstantPad{n}d", dict(padding=uneven, value=-1.5)), [d.real(shape)])
        m.run("uneven", (f"ReflectionPad{n}d", dict(padding=uneven)), [d.real(shape)])
        m.run("uneven", (f"ReplicationPad{n}d", dict(padding=uneven)), [d.real(shape)])
        m.run("unbatched", (f"ReplicationPad{n}d", dict(padding=1)), [d.real(shape[1:])])
    m.run("unbatched", ("ZeroPad2d", dict(padding=2)), [d.real((3, 4, 5))])


def convolution(m, d):
    """Padding modes with padding as large as the input."""
    for n, shape in LENGTHS.items():
        base = dict(in_channels=shape[1], out_channels=3)
        for mode in ("reflect", "replicate", "circular"):
            m.run(f"same {mode}", (f"Conv{n}d", dict(base, kernel_size=4, padding="same", padding_mode=mode)), [d.real(shape)])
    m.run("uneven reflect", ("Conv2d", dict(in_channels=4, out_channels=2, kernel_size=[3, 2], padding=[1, 2], padding_mode="reflect", stride=2)), [d.real(LENGTHS[2])])


def pooling(m, d):
    """Power-average pooling, unpooling, adaptive pooling that keeps axes."""
    for n in (1, 2):
        m.run("plain", (f"LPPool{n}d", dict(norm_type=2, kernel_size=2)), [d.real(LENGTHS[n], 0.1, 2)])
    m.run("ceil", ("LPPool2d", dict(norm_type=3, kernel_size=3, stride=2, ceil_mode=True)), [d.real(LENGTHS[2], 0.1, 2)])
    for n, shape in LENGTHS.items():
        for label, args in (("plain", dict(kernel_size=2)), ("padding", dict(kernel_size=3, stride=2, padding=1))):
            extents = [6, 8, 4][:n] if label == "plain" else [7, 9, 5][:n]
            values, indices = getattr(nn, f"MaxPool{n}d")(return_indices=True, **args)(d.distinct((*shape[:2], *extents)))
            m.run(label, (f"MaxUnpool{n}d", args), [values, indices])
    m.run("none", ("AdaptiveMaxPool2d", dict(output_size=[3, None])), [d.distinct(LENGTHS[2])])
    m.run("none", ("AdaptiveAvgPool3d", dict(output_size=[None, 2, None])), [d.real(LENGTHS[3])])


def shapes(m, d):
    """Folding and shuffling."""
    m.run("plain", ("Unfold", dict(kernel_size=2)), [d.real((2, 3, 4, 5))])
    m.run("options", ("Unfold", dict(kernel_size=[2, 3], dilation=[2, 1], padding=[1, 2], stride=[1, 2])), [d.real((2, 3, 5, 6))])
    m.run("plain", ("Fold", dict(output_size=[4, 5], kernel_size=2)), [d.real((2, 12, 12))])
    columns = nn.Unfold([2, 3], [2, 1], [1, 2], [1, 2])(d.real((2, 3, 5, 6)))
    m.run("options", ("Fold", dict(output_size=[5, 6], kernel_size=[2, 3], dilation=[2, 1], padding=[1, 2], stride=[1, 2])), [columns])
    m.run("plain", ("PixelShuffle", dict(upscale_factor=2)), [d.real((2, 8, 3, 2))])
    m.run("unbatched", ("PixelShuffle", dict(upscale_factor=3)), [d.real((9, 2, 2))])
    m.run("plain", ("PixelUnshuffle", dict(downscale_factor=2)), [d.real((2, 2, 4, 6))])


def embeddings(m, d):
    """Embedding bags, dropout of channels."""
    tokens = torch.tensor([1, 3, 1, 0, 4, 2])
    for mode in ("sum", "mean", "max"):
        m.run(mode, ("EmbeddingBag", dict(num_embeddings=6, embedding_dim=3, mode=mode)), [tokens, torch.tensor([0, 2, 2])])
        m.run(f"{mode} rows", ("EmbeddingBag", dict(num_embeddings=6, embedding_dim=3, mode=mode)), [tokens.reshape(2, 3)])
    m.run("padding", ("EmbeddingBag", dict(num_embeddings=6, embedding_dim=3, mode="mean", padding_idx=1)), [tokens, torch.tensor([0, 3])])
    m.run("eval", ("FeatureAlphaDropout", dict(p=0.5)), [d.real((2, 3, 4))], modes=("eval",))
    for bias in (False, True):
        m.run(f"bias {bias}", ("AdaptiveLogSoftmaxWithLoss", dict(in_features=8, n_classes=10, cutoffs=[3, 6], div_value=2.0, head_bias=bias)), [d.real((6, 8)), torch.tensor([0, 9, 4, 2, 7, 3])])
    m.run("p1", ("PairwiseDistance", dict(p=1.0)), [d.real((3, 4)), d.real((3, 4))])


def parametrised(m, d):
    """Weights computed from others; the names say which layer."""
    nn.WeightNormLinear = lambda **args: nn.utils.weight_norm(nn.Linear(**args))
    nn.WeightNormConv2d = lambda dim, **args: nn.utils.weight_norm(nn.Conv2d(**args), dim=dim)
    nn.SpectralNormLinear = lambda **args: nn.utils.parametrizations.spectral_norm(nn.Linear(**args))
    nn.SpectralNormConv2d = lambda **args: nn.utils.parametrizations.spectral_norm(nn.Conv2d(**args), n_power_iterations=2)
    nn.OrthogonalLinear = lambda **args: nn.utils.parametrizations.orthogonal(nn.Linear(**args))
    nn.OrthogonalLinearBy = lambda orthogonal_map, **args: nn.utils.parametrizations.orthogonal(nn.Linear(**args), orthogonal_map=orthogonal_map)
    for label, inputs, outputs in (("square", 4, 4), ("tall", 3, 5), ("wide", 5, 3)):
        m.run(f"{label} f64", ("OrthogonalLinear", dict(in_features=inputs, out_features=outputs)), [d.f64((2, inputs), -1, 1)], torch.float64)
    e = Data("modules/more_layers/orthogonal maps")
    for by in ("matrix_exp", "cayley", "householder"):
        for label, inputs, outputs in (("square", 4, 4), ("tall", 3, 5), ("wide", 5, 3)):
            m.run(f"{by} {label} f64", ("OrthogonalLinearBy", dict(orthogonal_map=by, in_features=inputs, out_features=outputs)), [e.f64((2, inputs), -1, 1)], torch.float64)
    m.run("plain", ("WeightNormLinear", dict(in_features=4, out_features=3)), [d.real((5, 4))])
    m.run("axis 1 f64", ("WeightNormConv2d", dict(dim=1, in_channels=2, out_channels=3, kernel_size=2)), [d.f64((2, 2, 4, 4))], torch.float64)
    m.run("whole", ("WeightNormConv2d", dict(dim=None, in_channels=2, out_channels=3, kernel_size=2)), [d.real((2, 2, 4, 4))])
    m.run("plain", ("SpectralNormLinear", dict(in_features=4, out_features=3)), [d.real((5, 4))])
    m.run("plain f64", ("SpectralNormConv2d", dict(in_channels=2, out_channels=3, kernel_size=2)), [d.f64((2, 2, 4, 4))], torch.float64)


def losses(m, d):
    """Losses as modules."""
    for reduction in ("mean", "sum", "none"):
        args = dict(reduction=reduction)
        signs = (d.integers((4, 3), 0, 2) * 2 - 1).float()
        m.run(f"margin {reduction}", ("HingeEmbeddingLoss", dict(args, margin=0.6)), [d.real((4, 3)), signs], modes=("train",))
        m.run(f"margin {reduction}", ("MarginRankingLoss", dict(args, margin=0.4)), [d.real((5,)), d.real((5,)), (d.integers((5,), 0, 2) * 2 - 1).float()], modes=("train",))
        m.run(f"margin {reduction}", ("CosineEmbeddingLoss", dict(args, margin=-0.2)), [d.real((4, 3)), d.real((4, 3)), torch.tensor([1, -1, -1, 1])], modes=("train",))
        m.run(f"swap {reduction}", ("TripletMarginLoss", dict(args, margin=2.0, swap=True)), [d.real((4, 3)), d.real((4, 3)), d.real((4, 3))], modes=("train",))
        m.run(f"margin {reduction}", ("TripletMarginWithDistanceLoss", dict(args, margin=1.5)), [d.real((4, 3)), d.real((4, 3)), d.real((4, 3))], modes=("train",))
        m.run(f"squares {reduction}", ("MultiMarginLoss", dict(args, p=2, margin=0.8)), [d.real((4, 3)), torch.tensor([0, 2, 1, 1])], modes=("train",))
        m.run(f"plain {reduction}", ("MultiLabelMarginLoss", args), [d.real((2, 3)), torch.tensor([[2, -1, 0], [1, 0, -1]])], modes=("train",))
        m.run(f"plain {reduction}", ("MultiLabelSoftMarginLoss", args), [d.real((2, 3)), d.integers((2, 3), 0, 2).float()], modes=("train",))
        m.run(f"full {reduction}", ("GaussianNLLLoss", dict(args, full=True)), [d.real((4, 3)), d.real((4, 3)), d.real((4, 3), 0.2, 2)], modes=("train",))


def main():
    """Writes the file."""
    m, d = Modules("more_layers"), Data("modules/more_layers")
    padding(m, d)
    convolution(m, d)
    pooling(m, d)
    shapes(m, d)
    embeddings(m, d)
    parametrised(m, d)
    losses(m, d)
    m.write()


if __name__ == "__main__":
    main()

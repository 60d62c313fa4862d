"""Golden vectors of Transformer layers, stacks and the whole, under masks and options."""
import golden  # noqa: F401
import torch
from torch import nn

from golden.data import Data
from make_modules import Modules

Encoder, Decoder, EncoderLayer, DecoderLayer, Whole = nn.TransformerEncoder, nn.TransformerDecoder, nn.TransformerEncoderLayer, nn.TransformerDecoderLayer, nn.Transformer


def stack(base, layer_type):
    """The stack built from the options of its layers."""

    def build(num_layers, norm=False, **options):
        return base(layer_type(**options), num_layers, nn.LayerNorm(options["d_model"]) if norm else None)

    return build


def main():
    """Writes the file of this script."""
    nn.TransformerEncoder, nn.TransformerDecoder = stack(Encoder, EncoderLayer), stack(Decoder, DecoderLayer)
    m, d = Modules("transformer"), Data("modules/transformer")
    base = dict(d_model=6, nhead=2, dim_feedforward=8, dropout=0.0)
    source, target = d.real((5, 2, 6)), d.real((4, 2, 6))
    later, longer = torch.ones(4, 4, dtype=torch.bool).triu(1), torch.ones(5, 5, dtype=torch.bool).triu(1)
    added = torch.zeros(4, 4).masked_fill(later, float("-inf"))
    padding = torch.tensor([[False, False, False, False, True], [False, False, False, True, True]])
    target_padding = torch.tensor([[False, False, False, False], [False, False, False, True]])
    train = dict(modes=("train",))
    for first in (False, True):
        tag = " norm first" if first else ""
        options = dict(base, norm_first=first)
        m.run("padding" + tag, ("TransformerEncoderLayer", options), [source], src_mask=longer, src_key_padding_mask=padding, **train)
        m.run("plain" + tag, ("TransformerDecoderLayer", options), [target, source])
        m.run("masks" + tag, ("TransformerDecoderLayer", options), [target, source], tgt_mask=later, memory_key_padding_mask=padding, tgt_key_padding_mask=target_padding, **train)
        m.run("float masks" + tag, ("TransformerDecoderLayer", dict(options, activation="gelu", layer_norm_eps=1e-3)), [target, source], tgt_mask=added, memory_mask=d.real((4, 5)), **train)
        m.run("plain" + tag, ("TransformerEncoder", dict(options, num_layers=2)), [source], **train)
        m.run("norm masks" + tag, ("TransformerEncoder", dict(options, num_layers=2, norm=True)), [source], mask=longer, src_key_padding_mask=padding, **train)
        m.run("norm masks" + tag, ("TransformerDecoder", dict(options, num_layers=2, norm=True)), [target, source], tgt_mask=later, memory_key_padding_mask=padding, **train)
    swapped = [source.transpose(0, 1).contiguous(), target.transpose(0, 1).contiguous()]
    m.run("batch first", ("TransformerDecoderLayer", dict(base, batch_first=True)), [swapped[1], swapped[0]], tgt_mask=later, **train)
    m.run("unbatched", ("TransformerDecoderLayer", base), [target[:, 0].contiguous(), source[:, 0].contiguous()], tgt_mask=later, **train)
    whole = dict(d_model=6, nhead=2, num_encoder_layers=2, num_decoder_layers=2, dim_feedforward=8, dropout=0.0)
    m.run("plain", ("Transformer", whole), [source, target], **train)
    m.run("masks", ("Transformer", whole), [source, target], src_mask=longer, tgt_mask=later, src_key_padding_mask=padding, tgt_key_padding_mask=target_padding, memory_key_padding_mask=padding, **train)
    m.run("norm first gelu batch first", ("Transformer", dict(whole, norm_first=True, activation="gelu", batch_first=True)), swapped, tgt_mask=later, **train)
    m.run("f64", ("Transformer", whole), [source.double(), target.double()], torch.float64, tgt_mask=later, **train)
    m.write()


if __name__ == "__main__":
    main()

"""Golden vectors of attention modules, nested containers and loss modules."""
import golden  # noqa: F401
import torch

from golden.data import Data
from make_modules import Modules


def attention():
    """MultiheadAttention under every option, and an encoder layer."""
    m, d = Modules("attention"), Data("modules/attention")
    base = dict(embed_dim=6, num_heads=2)
    q, k = d.real((4, 2, 6)), d.real((5, 2, 6))
    padding = torch.tensor([[False, False, True, False, True], [False, False, False, False, True]])
    causal = torch.ones(4, 5, dtype=torch.bool).triu(1)
    m.run("self", ("MultiheadAttention", base), [q, q, q])
    m.run("cross", ("MultiheadAttention", base), [q, k, k])
    m.run("cross f64", ("MultiheadAttention", base), [q.double(), k.double(), k.double()], torch.float64)
    m.run("no weights", ("MultiheadAttention", base), [q, k, k], need_weights=False)
    m.run("weights per head", ("MultiheadAttention", base), [q, k, k], average_attn_weights=False)
    m.run("no bias", ("MultiheadAttention", dict(base, bias=False)), [q, k, k])
    m.run("bias k v", ("MultiheadAttention", dict(base, add_bias_kv=True)), [q, k, k])
    m.run("zero attention", ("MultiheadAttention", dict(base, add_zero_attn=True)), [q, k, k])
    m.run("kdim vdim", ("MultiheadAttention", dict(base, kdim=3, vdim=5)), [q, d.real((5, 2, 3)), d.real((5, 2, 5))])
    m.run("kdim vdim no bias", ("MultiheadAttention", dict(base, kdim=3, vdim=5, bias=False)), [q, d.real((5, 2, 3)), d.real((5, 2, 5))])
    m.run("padding", ("MultiheadAttention", base), [q, k, k], key_padding_mask=padding)
    m.run("boolean mask", ("MultiheadAttention", base), [q, k, k], attn_mask=causal)
    m.run("float mask", ("MultiheadAttention", base), [q, k, k], attn_mask=d.real((4, 5)))
    m.run("mask per head", ("MultiheadAttention", base), [q, k, k], attn_mask=d.real((4, 4, 5)))
    m.run("both masks", ("MultiheadAttention", base), [q, k, k], key_padding_mask=padding, attn_mask=causal)
    batch = [q.transpose(0, 1).contiguous(), k.transpose(0, 1).contiguous(), k.transpose(0, 1).contiguous()]
    m.run("batch first", ("MultiheadAttention", dict(base, batch_first=True)), batch)
    m.run("batch first masks no weights", ("MultiheadAttention", dict(base, batch_first=True)), batch, key_padding_mask=padding, attn_mask=causal, need_weights=False)
    m.run("unbatched", ("MultiheadAttention", base), [q[:, 0].contiguous(), k[:, 0].contiguous(), k[:, 0].contiguous()])
    encoder = dict(d_model=6, nhead=2, dim_feedforward=8, dropout=0.0)
    m.run("plain", ("TransformerEncoderLayer", encoder), [q])
    m.run("norm first gelu", ("TransformerEncoderLayer", dict(encoder, norm_first=True, activation="gelu", batch_first=True)), [batch[0]])
    m.run("masks", ("TransformerEncoderLayer", encoder), [q], src_mask=torch.ones(4, 4, dtype=torch.bool).triu(1), modes=("train",))
    m.write()


def containers():
    """Sequential networks, nested and named."""
    m, d = Modules("containers"), Data("modules/containers")

    def numbered(*layers):
        return ("Sequential", dict(layers=[[str(i), layer] for i, layer in enumerate(layers)]))

    mlp = numbered(("Linear", dict(in_features=4, out_features=8)), ("ReLU", {}), ("Linear", dict(in_features=8, out_features=3)))
    m.run("mlp", mlp, [d.real((5, 4))])
    block = lambda i, o: numbered(("Conv2d", dict(in_channels=i, out_channels=o, kernel_size=3, padding=1, bias=False)), ("BatchNorm2d", dict(num_features=o)), ("ReLU", {}))  # noqa: E731
    m.run("nested convolutions", numbered(block(3, 4), ("MaxPool2d", dict(kernel_size=2)), block(4, 5), ("AdaptiveAvgPool2d", dict(output_size=1)), ("Flatten", {}),
                                          ("Dropout", dict(p=0.0)), ("Linear", dict(in_features=5, out_features=3))), [d.real((3, 3, 8, 8))])
    m.run("named", ("Sequential", dict(layers=[["embed", ("Embedding", dict(num_embeddings=7, embedding_dim=4))], ["norm", ("LayerNorm", dict(normalized_shape=4))],
                                               ["body", mlp], ["act", ("GELU", {})]])), [d.integers((2, 3), 0, 7)])
    m.run("empty", ("Sequential", dict(layers=[])), [d.real((2, 3))])
    m.write()


def losses():
    """Loss modules."""
    m, d = Modules("losses"), Data("modules/losses")
    labels = torch.tensor([1, 0, 4, 2])
    for reduction in ("mean", "sum", "none"):
        m.run(reduction, ("CrossEntropyLoss", dict(label_smoothing=0.1, reduction=reduction)), [d.real((4, 5)), labels])
        m.run(reduction, ("NLLLoss", dict(reduction=reduction, ignore_index=2)), [d.real((4, 5)), labels])
        for name, args in (("MSELoss", {}), ("L1Loss", {}), ("SmoothL1Loss", {"beta": 0.5}), ("HuberLoss", {"delta": 0.7})):
            m.run(reduction, (name, dict(args, reduction=reduction)), [d.real((3, 4)), d.real((3, 4))])
        targets = d.integers((3, 4), 0, 2).float()
        m.run(reduction, ("BCEWithLogitsLoss", dict(reduction=reduction)), [d.real((3, 4)), targets])
        m.run(reduction, ("BCELoss", dict(reduction=reduction)), [d.real((3, 4), 0.05, 0.95), targets])
        m.run(reduction, ("KLDivLoss", dict(reduction=reduction)), [torch.log_softmax(d.real((3, 4)), 1), torch.softmax(d.real((3, 4)), 1)])
    m.write()


def main():
    """Writes the files of this script."""
    attention()
    containers()
    losses()


if __name__ == "__main__":
    main()

"""Golden vectors of recurrent modules: RNN, LSTM and GRU under every option, packed sequences, and the cells."""
import golden  # noqa: F401
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden.data import Data
from make_modules import Modules


def flat(result):
    """(output, state or (state, cells)) as a list."""
    y, state = result
    return [y, *state] if isinstance(state, tuple) else [y, state]


def sequence(base):
    """The module with states as further inputs and, given lengths, packed and padded again."""

    class Network(base):
        def forward(self, x, h=None, c=None, lengths=None, enforce_sorted=True, padding_value=0.0, total_length=None):
            state = (h, c) if c is not None else h
            if lengths is None:
                return flat(super().forward(x, state))
            packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=self.batch_first, enforce_sorted=enforce_sorted)
            result = flat(super().forward(packed, state))
            result[0] = pad_packed_sequence(result[0], batch_first=self.batch_first, padding_value=padding_value, total_length=total_length)[0]
            return result

    return Network


class LSTMCell(nn.LSTMCell):
    """The cell with its two states as inputs."""

    def forward(self, x, h=None, c=None):
        return list(super().forward(x, None if h is None else (h, c)))


def main():
    """Writes the file of this script."""
    nn.LSTM, nn.GRU, nn.RNN, nn.LSTMCell = sequence(nn.LSTM), sequence(nn.GRU), sequence(nn.RNN), LSTMCell
    m, d = Modules("recurrent"), Data("modules/recurrent")
    plain = dict(input_size=3, hidden_size=4)
    x = d.real((5, 2, 3))
    for name in ("RNN", "GRU", "LSTM"):
        states = 2 if name == "LSTM" else 1
        start = lambda rows, batch=2, width=4: [d.real((rows, batch, width)) for _ in range(states)]  # noqa: E731
        m.run("plain", (name, plain), [x])
        m.run("state", (name, plain), [x, *start(1)])
        m.run("one step", (name, plain), [d.real((1, 2, 3))], modes=("train",))
        m.run("batch first no bias", (name, dict(plain, bias=False, batch_first=True)), [d.real((2, 5, 3)), *start(1)], modes=("train",))
        m.run("layers both ways", (name, dict(plain, num_layers=2, bidirectional=True)), [x, *start(4)], modes=("train",))
        m.run("layers f64", (name, dict(plain, num_layers=3)), [x.double(), *[s.double() for s in start(3)]], torch.float64, modes=("train",))
        m.run("unbatched", (name, dict(plain, bidirectional=True)), [d.real((4, 3)), *[d.real((2, 4)) for _ in range(states)]], modes=("train",))
        m.run("wide", (name, dict(input_size=5, hidden_size=19)), [d.real((3, 7, 5)), *start(1, 7, 19)], modes=("train",))
        ragged = d.real((5, 4, 3))
        m.run("packed", (name, plain), [ragged], lengths=[5, 3, 3, 1], modes=("train",))
        m.run("packed both ways", (name, dict(plain, num_layers=2, bidirectional=True)), [ragged, *start(4, 4)], lengths=[4, 4, 2, 1], padding_value=-1.5, total_length=6, modes=("train",))
        m.run("packed unsorted", (name, dict(plain, bidirectional=True, batch_first=True)), [d.real((4, 5, 3)), *start(2, 4)], lengths=[2, 5, 1, 4], enforce_sorted=False, modes=("train",))
        m.run("dropout", (name, dict(plain, num_layers=2, dropout=0.4)), [x], modes=("eval",))
    m.run("relu", ("RNN", dict(plain, nonlinearity="relu", num_layers=2)), [x], modes=("train",))
    for label, options in (("projection", {}), ("projection layers both ways", dict(num_layers=2, bidirectional=True)), ("projection no bias", dict(bias=False))):
        rows = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
        m.run(label, ("LSTM", dict(plain, proj_size=2, **options)), [x, d.real((rows, 2, 2)), d.real((rows, 2, 4))], modes=("train",))
    m.run("projection packed", ("LSTM", dict(plain, proj_size=2, bidirectional=True)), [d.real((5, 4, 3))], lengths=[5, 3, 3, 1], modes=("train",))
    for name in ("RNNCell", "GRUCell", "LSTMCell"):
        states = [d.real((2, 4)) for _ in range(2 if name == "LSTMCell" else 1)]
        m.run("plain", (name, plain), [d.real((2, 3))], modes=("train",))
        m.run("state", (name, plain), [d.real((2, 3)), *states], modes=("train",))
        m.run("no bias unbatched", (name, dict(plain, bias=False)), [d.real((3,)), *[s[0].contiguous() for s in states]], modes=("train",))
    m.run("relu", ("RNNCell", dict(plain, nonlinearity="relu")), [d.real((2, 3)), d.real((2, 4))], modes=("train",))
    m.write()


if __name__ == "__main__":
    main()

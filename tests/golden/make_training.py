"""Golden vectors of whole trainings: recurrent networks by AdamW, step by step, from the same weights on the same data."""
import golden  # noqa: F401
import torch

from golden.data import Data
from golden.record import Records

STEPS = 12


def remember(r, kind, dtype, samples, length, units):
    """Learns the first of a row of signs, as the note on recurrent networks does; records losses, scores of the last step and the weights after it."""
    name = f"{kind} {str(dtype)[6:]}"
    d = Data(f"training/{kind}")
    torch.manual_seed(0)
    network = getattr(torch.nn, kind)(1, units, batch_first=True)
    head = torch.nn.Linear(units, 2)
    model = torch.nn.ModuleDict({"network": network, "head": head}).to(dtype)
    start = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    signs = [d.bools((samples, length, 1)).to(torch.int8) * 2 - 1 for _ in range(STEPS)]
    losses, scores = [], None
    for x in signs:
        state = network(x.to(dtype))[1]
        scores = head((state[0] if kind == "LSTM" else state)[0])
        loss = torch.nn.functional.cross_entropy(scores, (x[:, 0, 0] > 0).long())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    r.add(name, kind=kind, units=units, keys=list(start), start=r.keys(start.values()), signs=r.pool.key(torch.stack(signs)), losses=r.pool.key(torch.tensor(losses, dtype=torch.float64)),
          scores=r.pool.key(scores.detach()), classes=r.pool.key(scores.argmax(1)), after=r.keys([v.detach() for v in model.state_dict().values()]))


def main():
    """Writes training/recurrent.safetensors."""
    r = Records("training/recurrent.safetensors", "golden-training-1")
    for dtype in (torch.float64, torch.float32):
        remember(r, "LSTM", dtype, 32, 20, 16)
        remember(r, "GRU", dtype, 16, 12, 10)
    r.write()


if __name__ == "__main__":
    main()

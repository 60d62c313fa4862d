"""Golden vectors of torch.autograd.functional: products, Jacobians and Hessians of compositions."""
import golden  # noqa: F401
import torch
from torch.autograd import functional as F

from golden.data import Data
from golden.record import Records


def network(x, w, b):
    """Two outputs of three inputs: a hidden layer, and a normalised one."""
    hidden = torch.tanh(x @ w + b)
    return hidden, torch.softmax(hidden * x.sum(1, keepdim=True), dim=1).pow(2).sum(0)


def energy(x, w, b):
    """One number."""
    hidden, shares = network(x, w, b)
    return (hidden.sin() * x.mean()).sum() + (shares * torch.arange(4, dtype=x.dtype)).sum() / (1 + b.pow(2).sum())


def autocast():
    """A small network under torch.cpu.amp.autocast: types and values of what passes, and the float32 gradients."""
    r = Records("autograd/autocast.safetensors", "golden-autocast-1")
    d = Data("autocast")
    x, w1, w2, target = d.real((4, 6)), d.real((8, 6)).requires_grad_(), d.real((3, 8)).requires_grad_(), d.real((4, 3))
    with torch.cpu.amp.autocast():
        first = torch.nn.functional.linear(x, w1)
        hidden = torch.tanh(first)
        product = hidden.matmul(w2.t())
        mixed = product + x[:, :3]
        with torch.cpu.amp.autocast(enabled=False):
            outside = x.matmul(w1.t())
        loss = torch.nn.functional.mse_loss(mixed, target)
    loss.backward()
    values = {"first": first, "hidden": hidden, "product": product, "mixed": mixed, "outside": outside, "loss": loss}
    r.add("network", x=r.pool.key(x), w1=r.pool.key(w1.detach()), w2=r.pool.key(w2.detach()), target=r.pool.key(target),
          values={k: r.pool.key(v.detach()) for k, v in values.items()}, g1=r.pool.key(w1.grad), g2=r.pool.key(w2.grad))
    r.write()


def main():
    """Writes autograd/functional.safetensors and autograd/autocast.safetensors."""
    autocast()
    r = Records("autograd/functional.safetensors", "golden-autograd-1")
    d = Data("autograd")
    inputs = (d.f64((2, 3)), d.f64((3, 4)), d.f64((4,)))
    v = tuple(d.f64(x.shape) for x in inputs)
    u = tuple(d.f64(y.shape) for y in network(*inputs))
    key = r.keys
    common = {"inputs": key(inputs)}
    outputs, products = F.vjp(network, inputs, u)
    r.add("vjp", **common, v=key(u), outputs=key(outputs), products=key(products))
    outputs, products = F.jvp(network, inputs, v)
    r.add("jvp", **common, v=key(v), outputs=key(outputs), products=key(products))
    r.add("jacobian", **common, rows=[key(row) for row in F.jacobian(network, inputs)])
    output, products = F.hvp(energy, inputs, v)
    r.add("hvp", **common, v=key(v), outputs=key([output]), products=key(products))
    output, products = F.vhp(energy, inputs, v)
    r.add("vhp", **common, v=key(v), outputs=key([output]), products=key(products))
    r.add("hessian", **common, rows=[key(row) for row in F.hessian(energy, inputs)])
    r.write()


if __name__ == "__main__":
    main()

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


def main():
    """Writes autograd/functional.safetensors."""
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

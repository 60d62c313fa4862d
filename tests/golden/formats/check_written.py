"""Loads every file of written/ with torch.load, as Nabla's tests write them, and compares the values.

    /usr/bin/python3 tests/golden/formats/check_written.py

PyTorchWriterTests compares Nabla's output with these very bytes, so what passes here is what Nabla writes.
"""
import pathlib
import sys
from collections import OrderedDict

import numpy as np
import torch

HERE = pathlib.Path(__file__).resolve().parent / "written"
MATRIX = torch.arange(6.0).reshape(2, 3)
KINDS = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64]


def raw(tensor):
    """The bytes of a tensor."""
    return bytes(tensor.contiguous().storage().untyped().tolist() if hasattr(tensor.storage(), "untyped") else tensor.contiguous().storage()._storage.tolist())


def state(value):
    """One tensor of each dtype, a scalar and an empty one."""
    assert type(value) is OrderedDict and len(value) == 12
    for index, kind in enumerate(KINDS):
        tensor = value["t." + str(kind)[6:]]
        size = 6 * tensor.element_size()
        assert tensor.dtype is kind and tensor.shape == (2, 3) and not tensor.requires_grad
        assert raw(tensor) == bytes(i % 2 if kind is torch.bool else (7 * i + index) % 256 for i in range(size)), kind
    assert value["scalar"].shape == () and value["scalar"].item() == 2.5
    assert value["empty"].shape == (3, 0, 2)


def views(value):
    """Views of one storage."""
    assert torch.equal(value["matrix"], MATRIX) and torch.equal(value["transposed"], MATRIX.t()) and torch.equal(value["row"], MATRIX[1])
    assert torch.equal(value["repeated"], torch.tensor([[1.0, 4.0]] * 4)) and value["repeated"].stride() == (0, 3)
    assert len({t.storage().data_ptr() for t in value.values()}) == 1


def tree(value):
    """Plain values around tensors."""
    assert type(value) is dict and torch.equal(value["state"][0]["momentum_buffer"], MATRIX) and value["state"][0]["step"] == 2
    group = value["param_groups"][0]
    assert group == {"lr": 0.001, "betas": (0.9, 0.999), "nesterov": False, "foreach": None, "params": [0, 1]}
    assert value["numbers"] == [255, 256, 65535, 65536, -1, -(2**31), 2**40, -(2**40), 2**80]
    assert value["text"] == "∇ naïve 🙂" and value["bytes"] == bytes([0, 200, 255]) and value["dtype"] is torch.bfloat16
    assert value["tuples"] == ((), (1,), (1, 2), (1, 2, 3, 4)) and value["many"] == [f"name {i}" for i in range(300)]
    assert value["leaf"].requires_grad and value["leaf"].is_leaf and torch.equal(value["leaf"].detach(), torch.arange(6.0))


def main():
    """Prints one line per file; exit status 1 if any differs."""
    for name, check, weights_only in (("state.pt", state, True), ("views.pt", views, True), ("zip64.pt", state, True), ("tree.pt", tree, False)):
        check(torch.load(HERE / name))
        if weights_only:
            check(torch.load(HERE / name, weights_only=True))
        print(name, "ok")
    array = np.load(HERE / "array.npy")
    assert array.dtype == np.float32 and (array == MATRIX.numpy().T).all()
    for name in ("stored.npz", "deflated.npz"):
        arrays = np.load(HERE / name)
        assert arrays.files == ["t." + str(k)[6:] for k in KINDS]
        for index, kind in enumerate(KINDS):
            a = arrays["t." + str(kind)[6:]]
            if kind is torch.bfloat16:
                assert a.dtype == np.float32
            else:
                assert a.tobytes() == bytes(i % 2 if kind is torch.bool else (7 * i + index) % 256 for i in range(6 * a.itemsize)), kind
        print(name, "ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())

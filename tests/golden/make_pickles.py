"""Small files written by torch.save and numpy, and a description of what each holds."""
import inspect
import json
import pathlib
import pickle
import warnings
from collections import OrderedDict

import golden  # noqa: F401
import numpy as np
import torch
from torch import nn

from golden.data import INF, NAN, Data
from golden.record import seeded
from golden.safetensors import Pool, write

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent / "files"
KINDS = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)


def legacy_writer():
    """torch's legacy writer with storage keys counted from 1000 instead of memory addresses, so that files repeat."""
    source = inspect.getsource(torch.serialization._legacy_save).replace("str(storage._cdata)", "_key(storage._cdata)")
    keys = {}
    space = dict(vars(torch.serialization), _key=lambda address: keys.setdefault(address, str(1000 + len(keys))))
    exec(source, space)
    return space["_legacy_save"]


class Files:
    """Writes files and describes their contents."""

    def __init__(self):
        self.entries, self.pool = [], Pool()

    def save(self, name, value, note):
        """Saves in the zip and in the legacy format."""
        self._storages = {}
        tree = self.tree(value)
        torch.save(value, HERE / f"{name}.pt")
        with open(HERE / f"{name}.legacy.pth", "wb") as file:
            legacy_writer()(value, file, pickle, 2)
        for suffix in (".pt", ".legacy.pth"):
            self.entries.append({"file": name + suffix, "note": note, "content": tree})

    def tree(self, value):
        """The value as JSON; tensors by key, with layout and the number of the storage they share."""
        if isinstance(value, torch.Tensor):
            storage = self._storages.setdefault(value.storage()._cdata, len(self._storages))
            return {"tensor": self.pool.key(value), "dtype": str(value.dtype)[6:], "shape": list(value.shape), "stride": list(value.stride()),
                    "offset": value.storage_offset(), "storage": storage, "parameter": isinstance(value, nn.Parameter), "requires_grad": value.requires_grad}
        if isinstance(value, OrderedDict):
            return {"ordered": [[self.tree(k), self.tree(v)] for k, v in value.items()]}
        if isinstance(value, dict):
            return {"dict": [[self.tree(k), self.tree(v)] for k, v in value.items()]}
        if isinstance(value, torch.Size):
            return {"size": list(value)}
        if isinstance(value, torch.dtype):
            return {"dtype_of": str(value)[6:]}
        for kind, name in ((bool, "bool"), (list, "list"), (tuple, "tuple"), (str, "str")):
            if isinstance(value, kind):
                return {name: [self.tree(item) for item in value] if kind in (list, tuple) else value}
        if value is None:
            return {"none": True}
        assert isinstance(value, (int, float)), type(value)
        return {"int": str(value)} if isinstance(value, int) else {"float": repr(value)}

    def raw(self, name, data, **entry):
        """Writes bytes as they are."""
        (HERE / name).write_bytes(data)
        self.entries.append({"file": name, **entry})


def tensors(f):
    """Tensors alone, of every type, sharing storage."""
    d = Data("files/tensors")
    f.save("tensor", d.real((2, 3)), "one tensor")
    f.save("all_dtypes", OrderedDict((str(kind)[6:], d.integers((2, 3), 0, 2 if kind == torch.bool else 100).to(kind)) for kind in KINDS), "one tensor of each type")
    f.save("special_values", {str(k)[6:]: torch.tensor([0.0, -0.0, INF, -INF, NAN, 1e-7], dtype=k) for k in KINDS[:4]}, "infinities and NaN")
    f.save("empty", {"vector": torch.zeros(0), "matrix": torch.zeros(3, 0, 2, dtype=torch.int64), "scalar": torch.tensor(2.5), "integer": torch.tensor(7)}, "no elements, no axes")
    base = d.real((4, 6))
    f.save("views", OrderedDict(base=base, transposed=base.t(), rows=base[1:3], every_second=base[:, ::2], column=base[:, 3], element=base[2, 4], flat=base.view(-1)[5:11],
                                expanded=base[:, :1].expand(4, 5), permuted=base.view(2, 2, 6).permute(2, 0, 1)), "views of one storage")
    part = d.f64((10,))[3:7]
    f.save("offset_only", {"part": part, "other": d.integers((3,))}, "a view without its base, two storages")
    f.save("parameters", {"weight": nn.Parameter(d.real((2, 3))), "frozen": nn.Parameter(d.real((2,)), requires_grad=False), "leaf": d.real((2,)).requires_grad_()}, "parameters and gradient flags")
    f.save("large_storage", {"long": torch.arange(5000, dtype=torch.int16), "tail": torch.arange(5000, dtype=torch.int16)[4990:]}, "several kilobytes")


def values(f):
    """Python values around tensors."""
    d = Data("files/values")
    f.save("nested", {"name": "model", "epoch": 12, "big": 2**70, "negative": -2**40, "byte": 200, "short": 60000, "accuracy": 0.9375, "nothing": None, "yes": True, "no": False,
                      "list": [1, 2.5, "three", None, [d.real((2,))]], "tuple": (1,), "pair": (1, 2), "triple": (1, 2, 3), "four": (1, 2, 3, 4), "empty": [{}, [], ()],
                      "keys": {1: "one", "two": 2, (3, 4): "pair"}, "unicode": "∇ naïve 漢字 🙂", "long": "x" * 300, "floats": [INF, -INF, 0.1, 1e-300], "size": torch.Size([2, 3]),
                      "dtype": torch.float32, "ordered": OrderedDict(b=1, a=2)}, "every plain value")
    shared = d.real((3,))
    f.save("shared_objects", {"first": shared, "second": shared, "list": [shared, shared.view(3, 1)]}, "the same tensor met again")
    f.save("scalar_value", 3.5, "a number alone")
    f.save("list_of_tensors", [d.real((2,)), d.integers((2,)), d.bools((2,))], "a list alone")


def models(f):
    """State dictionaries of modules and optimisers."""
    seeded("files/models")
    model = nn.Sequential(OrderedDict(conv=nn.Conv2d(2, 3, 3), norm=nn.BatchNorm2d(3), act=nn.ReLU(), head=nn.Sequential(nn.Flatten(), nn.Linear(12, 4))))
    x = Data("files/models").real((2, 2, 4, 4))
    f.save("module_state", model.state_dict(), "a module's state_dict, with its hidden _metadata attribute")
    tied = nn.ModuleDict({"embed": nn.Embedding(5, 4), "head": nn.Linear(4, 5, bias=False)})
    tied["head"].weight = tied["embed"].weight
    f.save("tied_state", tied.state_dict(), "tied weights share a storage")
    for name, optimizer in (("sgd", torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)), ("adamw", torch.optim.AdamW(model.parameters(), 1e-3, amsgrad=True))):
        for _ in range(2):
            optimizer.zero_grad()
            model(x).square().mean().backward()
            optimizer.step()
        f.save(f"optimizer_{name}", optimizer.state_dict(), "an optimiser's state_dict")
    f.save("checkpoint", {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "best": 0.75, "rng": torch.arange(16, dtype=torch.uint8)}, "a training checkpoint")
    f.save("half_state", model.half().state_dict(), "float16 weights")
    f.save("bfloat16_state", model.bfloat16().state_dict(), "bfloat16 weights")


class Hostile:
    """Pickles to a call of a function that must never run."""

    def __reduce__(self):
        import os
        return os.system, ("echo unsafe",)


def rejected(f):
    """Files that a safe reader refuses."""
    for name, note in (("hostile", "asks to call a system function"),):
        torch.save({"weight": torch.ones(2), "payload": Hostile()}, HERE / f"{name}.pt")
        with open(HERE / f"{name}.legacy.pth", "wb") as file:
            legacy_writer()({"payload": Hostile()}, file, pickle, 2)
        for suffix in (".pt", ".legacy.pth"):
            f.entries.append({"file": name + suffix, "note": note, "error": "unsafe global"})
    f.raw("plain_pickle.pth", pickle.dumps({"a": 1}, 2), note="a pickle that torch.save did not write", error="not a PyTorch file")


def arrays(f):
    """.npy and .npz files of numpy."""
    r = np.random.RandomState(4)

    def entry(name, array, note, **extra):
        f.entries.append({"file": name, "note": note, "content": {"tensor": f.pool.key(torch.from_numpy(np.ascontiguousarray(array.astype(array.dtype.newbyteorder("="))).reshape(array.shape))),
                                                                  "shape": list(array.shape)}, **extra})

    kinds = ("bool", "int8", "int16", "int32", "int64", "uint8", "float16", "float32", "float64")
    named = {kind: (r.uniform(-50, 50, (3, 4)) if kind[0] in "if" else r.randint(0, 2 if kind == "bool" else 255, (3, 4))).astype(kind) for kind in kinds}
    for kind, array in named.items():
        np.save(HERE / f"{kind}.npy", array)
        entry(f"{kind}.npy", array, "C order")
    for kind in ("float32", "int64"):
        array = np.asfortranarray(named[kind])
        np.save(HERE / f"fortran_{kind}.npy", array)
        entry(f"fortran_{kind}.npy", array, "Fortran order")
    cube = np.asfortranarray(r.uniform(size=(2, 3, 4)))
    for name, array, note in (("fortran_cube", cube, "Fortran order, three axes"), ("scalar", np.array(2.5), "no axes"), ("empty", np.zeros((3, 0), np.float32), "no elements"),
                              ("big_endian_f4", named["float32"].astype(">f4"), "big-endian"), ("big_endian_i8", named["int64"].astype(">i8"), "big-endian")):
        np.save(HERE / f"{name}.npy", array)
        entry(f"{name}.npy", array, note)
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(HERE / f"version_{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, named["float32"], version=version)
        entry(f"version_{version[0]}.npy", named["float32"], f"format version {version[0]}")
    for name, array, error in (("object", np.array([1, "a"], dtype=object), "object arrays hold pickles"), ("complex64", np.ones(2, np.complex64), "complex"), ("record", np.zeros(2, [("a", "f4")]), "records"),
                               ("uint16", np.ones(2, np.uint16), "uint16 has no equal"), ("text", np.array(["ab"]), "text")):
        np.save(HERE / f"{name}.npy", array, allow_pickle=True)
        f.entries.append({"file": f"{name}.npy", "note": error, "error": "unsupported data type"})
    for name, save in (("stored", np.savez), ("deflated", np.savez_compressed)):
        save(HERE / f"{name}.npz", **named, fortran=cube)
        f.entries.append({"file": f"{name}.npz", "note": "archive of arrays", "content": {"dict": [[{"str": k}, {"tensor": f.pool.key(torch.from_numpy(np.ascontiguousarray(a))), "shape": list(a.shape)}]
                                                                                               for k, a in {**named, "fortran": cube}.items()]}})


def main():
    """Writes files/, files/expected.safetensors and files/manifest.json."""
    HERE.mkdir(exist_ok=True)
    f = Files()
    for part in (tensors, values, models, rejected, arrays):
        part(f)
    write(HERE / "expected.safetensors", f.pool.tensors, {"format": "golden-files-1"})
    text = json.dumps({"entries": f.entries}, ensure_ascii=True, separators=(",", ":"))
    (HERE / "manifest.json").write_text(text.replace('{"file"', '\n{"file"') + "\n")
    print(f"files: {len(f.entries)} files, {sum(p.stat().st_size for p in HERE.iterdir())} bytes")


if __name__ == "__main__":
    main()

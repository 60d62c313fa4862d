"""Makes the small files beside this script with torch and numpy: inputs for the tests of the checkpoint formats.

    /usr/bin/python3 tests/golden/formats/make_formats.py

Written with PyTorch 1.13 and NumPy 1.24. The folder written/ is not made here: it holds what Nabla wrote (see check_written.py).
"""
import argparse
import collections
import io
import json
import pathlib
import struct
import types
import zipfile

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent


def tree():
    """Values that use as many opcodes as possible in every protocol."""
    shared = ["shared", 1.5]
    return {
        "text": "∇ naïve 漢字 🙂 'quoted' \\ \n line",
        "bytes": bytes(range(256)),
        "numbers": [0, 1, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 2**63 - 1, -(2**63), 2**63, 2**70, -(2**70)],
        "floats": [0.0, -0.0, 0.1, 1e300, float("inf"), float("-inf")],
        "flags": [True, False, None],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "shared": [shared, shared],
        "dict": {1: "one", 2.5: "real", "k": {}, (1, "a"): []},
        "set": {7},
        "frozen": frozenset([8]),
        "weight": torch.arange(6, dtype=torch.float32).reshape(2, 3),
        "long": "x" * 300,
    }


def protocols():
    """The same tree in all pickle protocols, in the zip container."""
    for protocol in range(6):
        torch.save(tree(), HERE / f"protocol_{protocol}.pt", pickle_protocol=protocol)
    torch.save(tree(), HERE / "protocol_2.legacy.pth", pickle_protocol=2, _use_new_zipfile_serialization=False)


def extras():
    """Objects of the allow list that are neither tensors nor plain values."""
    torch.save({
        "args": argparse.Namespace(lr=0.1, layers=[1, 2]),
        "simple": types.SimpleNamespace(name="n"),
        "best": np.float64(0.5), "top1": np.float32(0.25), "count": np.int64(7), "flag": np.bool_(True),
        "array": np.arange(6, dtype=np.int32).reshape(2, 3), "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "big": np.arange(3, dtype=">f4"),
        "path": pathlib.PurePosixPath("/data/run 1"), "device": torch.device("cuda", 1), "complex": 1 + 2j,
        "default": collections.defaultdict(list, a=1), "counter": collections.Counter("aab"), "bytearray": bytearray(b"abc"), "dtype": torch.bfloat16,
        "half": torch.tensor([1.5, -2.0], dtype=torch.float16), "storage": torch.arange(3, dtype=torch.int16).storage(),
    }, HERE / "extras.pt")


def modules():
    """A whole module, which names classes that a safe reader does not know."""
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Sequential(nn.Linear(3, 1, bias=False)))
    torch.save(model, HERE / "whole_module.pt")
    torch.save(model.state_dict(), HERE / "whole_module_state.pt")
    torch.jit.save(torch.jit.script(nn.Linear(1, 1)), str(HERE / "torchscript.pt"))


def zips():
    """The same checkpoint packed again by other zip writers: deflated, stored without alignment, zip64."""
    source = zipfile.ZipFile(HERE / "whole_module_state.pt")
    for name, method, large in (("deflated", zipfile.ZIP_DEFLATED, False), ("unaligned", zipfile.ZIP_STORED, False), ("zip64", zipfile.ZIP_STORED, True)):
        with zipfile.ZipFile(HERE / f"repacked_{name}.pt", "w", method) as target:
            for item in source.infolist():
                info = zipfile.ZipInfo(item.filename)
                info.compress_type = method
                with target.open(info, "w", force_zip64=large) as entry:
                    entry.write(source.read(item))


def reference_safetensors():
    """What the reference safetensors writer makes: tensors by descending dtype, then by name; header padded to 8 bytes."""
    order = ["BOOL", "U8", "I8", "I16", "F16", "BF16", "I32", "F32", "F64", "I64"]
    kinds = {"BOOL": "?", "U8": "B", "I8": "b", "I16": "<h", "F16": "<e", "I32": "<i", "F32": "<f", "F64": "<d", "I64": "<q"}
    tensors = {f"t.{k}{i}": (k, [2, i + 1]) for k in kinds for i in (1, 0)}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (kind, shape) in sorted(tensors.items(), key=lambda t: (-order.index(t[1][0]), t[0])):
        blob = b"".join(struct.pack(kinds[kind], i % 2 if kind == "BOOL" else i) for i in range(shape[0] * shape[1]))
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(blob)]}
        data += blob
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (HERE / "reference.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def arrays():
    """Unsigned integers, which become wider signed ones, and bfloat16 as ml_dtypes writes it."""
    for kind in ("<u2", ">u2", "<u4", "<u8"):
        np.save(HERE / f"unsigned_{'be' if kind[0] == '>' else 'le'}_{kind[1:]}.npy", np.array([0, 1, np.iinfo(kind).max if kind != "<u8" else 2**63 - 1], kind))
    np.save(HERE / "unsigned_too_large.npy", np.array([2**63], "<u8"))
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<V2", "fortran_order": False, "shape": (2,)})
    (HERE / "bfloat16.npy").write_bytes(buffer.getvalue() + struct.pack("<HH", 0x3FC0, 0xC000))


for part in (protocols, extras, modules, zips, reference_safetensors, arrays):
    part()
print(sum(p.stat().st_size for p in HERE.iterdir() if p.is_file()), "bytes")

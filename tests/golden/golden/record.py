"""A file of records (modules, optimisers, generators): JSON cases that name tensors of the same file."""
import pathlib
import zlib

import torch

from . import jsonable, safetensors

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Records:
    """Cases and their tensors, written together."""

    def __init__(self, path, form):
        self.path, self.form, self.cases, self.pool = ROOT / path, form, [], safetensors.Pool()
        self._names = set()

    def add(self, name, **fields):
        """Appends a case with a unique name."""
        assert name not in self._names, name
        self._names.add(name)
        self.cases.append({"name": name, **jsonable.plain({k: v for k, v in fields.items() if v is not None})})

    def keys(self, tensors):
        """The key of each tensor, null for an absent one."""
        return [None if tensor is None else self.pool.key(tensor) for tensor in tensors]

    def write(self):
        """Writes the file."""
        self.path.parent.mkdir(exist_ok=True)
        safetensors.write(self.path, self.pool.tensors, {"format": self.form, "cases": jsonable.dumps(self.cases)})
        print(f"{self.path.relative_to(ROOT)}: {len(self.cases)} cases, {self.path.stat().st_size} bytes")


def seeded(key):
    """Seeds PyTorch's default generator with a text."""
    torch.manual_seed(zlib.crc32(key.encode()) & 0x7FFFFFFF)

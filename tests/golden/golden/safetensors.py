"""A minimal safetensors writer: 8-byte little-endian header length, JSON header, tensor bytes."""
import json
import struct

import torch

NAMES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}


def tensor_bytes(tensor):
    """Row-major little-endian bytes of any supported tensor."""
    tensor = tensor.detach().contiguous()
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.view(torch.int16) if tensor.numel() else tensor.to(torch.int16)
    return tensor.numpy().tobytes()


def write(path, tensors, metadata):
    """Writes name -> tensor; the largest elements come first so that every tensor is aligned."""
    header, blobs, at = {"__metadata__": metadata}, [], 0
    for name, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        blob = tensor_bytes(tensor)
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=True).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


class Pool:
    """The tensors of one file; equal contents are stored once."""

    def __init__(self):
        self.tensors, self._keys = {}, {}

    def key(self, tensor):
        """The name under which the contents of this tensor are stored."""
        tensor = tensor.detach().clone().contiguous()
        identity = (tensor.dtype, tuple(tensor.shape), tensor_bytes(tensor))
        if identity not in self._keys:
            self._keys[identity] = str(len(self._keys))
            self.tensors[self._keys[identity]] = tensor
        return self._keys[identity]

    def named(self, pairs):
        """[[name, key], ...] of an ordered mapping name -> tensor."""
        return [[name, self.key(tensor)] for name, tensor in pairs]

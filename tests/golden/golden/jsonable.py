"""Arguments as JSON: data types by name, infinities and NaN as text, tuples as arrays."""
import json
import math

import torch


def plain(value):
    """The JSON form of an argument."""
    if isinstance(value, torch.dtype):
        return str(value).split(".")[1]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def dumps(value):
    """Compact JSON."""
    return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=True, allow_nan=False)

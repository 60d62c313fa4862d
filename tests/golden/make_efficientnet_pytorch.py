"""Luke Melas-Kyriazi's EfficientNets under their own names: keys, shapes, and scores with weights from make_resnet.py's formula.

    PYTHONPATH=FOLDER_WITH_EFFICIENTNET_PYTORCH /usr/bin/python3 make_efficientnet_pytorch.py        (no Debian package, so make_all.sh leaves this file out)
"""
import gzip
import json
import pathlib

import golden  # noqa: F401
import torch
from efficientnet_pytorch import EfficientNet

from golden.record import Records
from make_zoo import picture, state, undropped

HERE = pathlib.Path(__file__).resolve().parent / "models"
CLASSES = 20
NAMES = [f"efficientnet-b{i}" for i in range(9)] + ["efficientnet-l2"]
# (name, side): even and odd ones, as the padding differs.
SCORED = [("efficientnet-b0", 64), ("efficientnet-b0", 65), ("efficientnet-b2", 67)]


def main():
    """Writes models/efficientnet_pytorch.safetensors and models/efficientnet_pytorch.json.gz."""
    records, known = Records("models/efficientnet_pytorch.safetensors", "golden-timm-1"), {}
    for name, size in SCORED:
        model = undropped(EfficientNet.from_name(name, num_classes=CLASSES, image_size=size)).eval()
        values, key, runs = state(model), 500000 + size, []
        for exact in (False, True):
            model.load_state_dict(values)
            model = model.double() if exact else model.float()
            with torch.no_grad():
                runs.append(model(picture(key, 1, size).to(torch.float64 if exact else torch.float32)).double())
        error = ((runs[0] - runs[1]).abs().max() / runs[1].abs().max()).item()
        case = f"{name}/{size}"
        records.add(case, settings={"num_classes": CLASSES}, inputKey=key, inputShape=[1, 3, size, size], outputs=records.pool.key(runs[1]), float32=float(f"{error:.1e}"))
        known[f"{case}/scored"] = {"state": [[entry, list(t.shape)] for entry, t in values.items()]}
    records.write()
    for name in NAMES:
        model = EfficientNet.from_name(name)
        known[name] = {"parameters": sum(p.numel() for p in model.parameters()), "state": [[key, list(t.shape)] for key, t in model.state_dict().items()]}
    text = json.dumps(known, separators=(",", ":")).encode()
    (HERE / "efficientnet_pytorch.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))


if __name__ == "__main__":
    main()

"""Checks `nabla models run` against an installed torchvision: random weights saved by torch.save, scores within 1e-4.

    /usr/bin/python3 tests/golden/check_zoo.py [--train] [--small] [NAME...]

From the repository's root, with the command-line tool built in Release. Without names all classification and segmentation models, --small those of at most 60 million parameters.
"""
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import torch

from make_zoo import build, names, outputs, settings, undropped

TOLERANCE = 1e-4
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOL = ROOT / "src" / "Nabla.Cli" / "bin" / "Release" / "net10.0" / "Nabla.Cli.dll"


def randomized(model):
    """Weights at random, also where torchvision starts from zero or one."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1:
                torch.Tensor.normal_(parameter, 0, float(np.sqrt(2 / np.prod(parameter.shape[1:]))))
            else:
                torch.Tensor.uniform_(parameter, 0.4, 1.0)
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                torch.Tensor.normal_(buffer, 0, 0.1)
            if name.endswith("running_var"):
                torch.Tensor.uniform_(buffer, 0.5, 1.5)
    return model


def check(name, training, folder):
    """The largest difference over the largest score."""
    torch.manual_seed(len(name))
    model = undropped(randomized(build(name, full=True))).train(training)
    size = 299 if name == "inception_v3" else 224 if not training or name.startswith(("vit", "maxvit")) else 96
    x = torch.rand(2, 3, size, size) * 4 - 2
    torch.save(model.state_dict(), folder / "w.pth")
    np.save(folder / "x.npy", x.numpy())
    with torch.no_grad():
        expected = [y.numpy() for y in outputs(model(x))]
    given = {key: value for key, value in settings(name, size, training).items() if key not in ("num_classes", "image_size")}
    command = ["dotnet", str(TOOL), "models", "run", name, "--weights", str(folder / "w.pth"), "--input", str(folder / "x.npy"), "--output", str(folder / "y.npz")]
    command += ["--train"] * training + [part for key, value in given.items() for part in ("--set", f"{key}={value}")]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return None, run.stderr.strip().splitlines()[-1]
    with np.load(folder / "y.npz") as results:
        actual = [results[key] for key in results.files]
    if [y.shape for y in actual] != [y.shape for y in expected]:
        return None, f"shapes {[y.shape for y in actual]}, expected {[y.shape for y in expected]}"
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in zip(actual, expected)), ""


def main():
    """Prints one line a model; fails if one is off."""
    warnings.filterwarnings("ignore")
    arguments = sys.argv[1:]
    training, small = "--train" in arguments, "--small" in arguments
    wanted = [argument for argument in arguments if not argument.startswith("--")] or names()
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            if small and sum(p.numel() for p in build(name, full=True).parameters()) > 60e6:
                continue
            error, problem = check(name, training, pathlib.Path(folder))
            good = error is not None and error < TOLERANCE
            print(f"{name}: {problem or f'{error:.1e}'}{'' if good else '  <-- wrong'}", flush=True)
            if not good:
                bad.append(name)
    print(f"{len(bad)} wrong" + (f": {', '.join(bad)}" if bad else ""))
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()

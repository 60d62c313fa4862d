"""Checks `nabla models run` against an installed torchvision: random weights saved by torch.save, scores within 1e-4.

Random weights can make a deep network so sensitive that PyTorch's own float32 is off by more; a model that misses the bound in float32 is therefore run
in float64 on both sides, where it must agree within 1e-5, and must in float32 be as near to that as four times PyTorch is.

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

TOLERANCE, EXACT = 1e-4, 1e-5
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


def ours(name, options, training, folder, precision):
    """Our scores, or None and the complaint."""
    command = ["dotnet", str(TOOL), "models", "run", name, "--weights", str(folder / "w.pth"), "--input", str(folder / "x.npy"), "--output", str(folder / "y.npz"), "--dtype", precision]
    command += ["--train"] * training + [part for key, value in options.items() for part in ("--set", f"{key}={value}")]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return None, run.stderr.strip().splitlines()[-1]
    with np.load(folder / "y.npz") as results:
        return [results[key] for key in results.files], ""


def distance(actual, expected):
    """The largest difference over the largest score."""
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in zip(actual, expected))


def check(name, training, folder):
    """Whether all is well, and in words what was found."""
    torch.manual_seed(len(name))
    model = undropped(randomized(build(name, full=True))).train(training)
    size = 299 if name == "inception_v3" else 224 if not training or name.startswith(("vit", "maxvit")) else 96
    x = torch.rand(2, 3, size, size) * 4 - 2
    torch.save(model.state_dict(), folder / "w.pth")
    np.save(folder / "x.npy", x.numpy())
    options = {key: value for key, value in settings(name, size, training).items() if key not in ("num_classes", "image_size")}
    runs = []
    for precision in ("float32", "float64"):
        model.load_state_dict(torch.load(folder / "w.pth"))
        model = model.to(getattr(torch, precision))
        with torch.no_grad():
            expected = [y.numpy() for y in outputs(model(x.to(getattr(torch, precision))))]
        actual, problem = ours(name, options, training, folder, precision)
        if actual is None:
            return False, problem
        if [y.shape for y in actual] != [y.shape for y in expected]:
            return False, f"shapes {[y.shape for y in actual]}, expected {[y.shape for y in expected]}"
        runs.append((actual, expected))
        if precision == "float32" and distance(actual, expected) < TOLERANCE:
            return True, f"{distance(actual, expected):.1e}"
    (ours32, theirs32), (ours64, theirs64) = runs
    exact, near, noise = distance(ours64, theirs64), distance(ours32, theirs64), distance(theirs32, theirs64)
    return exact < EXACT and near < 4 * noise, f"{exact:.1e} in float64; in float32 {near:.1e} from it, PyTorch {noise:.1e}"


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
            good, found = check(name, training, pathlib.Path(folder))
            print(f"{name}: {found}{'' if good else '  <-- wrong'}", flush=True)
            if not good:
                bad.append(name)
    print(f"{len(bad)} wrong" + (f": {', '.join(bad)}" if bad else ""))
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()

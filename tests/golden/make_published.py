"""The transforms of torchvision's default classification weights: transforms/published.csv, name,resize,crop,interpolation,mean,deviation (of red)."""
import pathlib

import torchvision.models as models


def main():
    lines = []
    for name in models.list_models(module=models):
        given = models.get_model_weights(name).DEFAULT.transforms()
        lines.append(f"{name},{given.resize_size[0]},{given.crop_size[0]},{given.interpolation.value},{given.mean[0]},{given.std[0]}\n")
    (pathlib.Path(__file__).resolve().parent / "transforms" / "published.csv").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()

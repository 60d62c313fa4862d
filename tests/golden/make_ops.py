"""Golden vectors of every tensor op: ops/*.safetensors, one file per family."""
import importlib
import pkgutil
import sys
import warnings

import golden  # noqa: F401  (sets threads and instruction set first)
import families

warnings.filterwarnings("ignore")


def main():
    """Writes all families, or those named on the command line."""
    chosen = sys.argv[1:]
    for module in sorted(pkgutil.iter_modules(families.__path__), key=lambda m: m.name):
        if not chosen or module.name in chosen:
            for family in importlib.import_module(f"families.{module.name}").families():
                family.write()


if __name__ == "__main__":
    main()

"""Result types: every pair of data types, scalars against tensors, and conversions."""
import torch

from golden.data import INF, NAN
from golden.family import Family

KINDS = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32,
         torch.float64, torch.bool)


def short(dtype):
    """float32 for torch.float32."""
    return str(dtype)[6:]


def pairs():
    """Tensor with tensor, tensor with zero-dimensional tensor."""
    family = Family("promotion")
    family.begin("add")
    for a in KINDS:
        for b in KINDS:
            family.add(f"{short(a)}+{short(b)}", [torch.tensor([1, 0], dtype=a), torch.tensor([1, 1], dtype=b)], grad=False)
            family.add(f"{short(a)}+scalar {short(b)}", [torch.tensor([1, 0], dtype=a), torch.tensor(1, dtype=b)], grad=False)
    family.begin("div")
    for a in (torch.uint8, torch.int64, torch.bool, torch.float64, torch.bfloat16):
        for b in (torch.int8, torch.int64, torch.bool, torch.float32):
            family.add(f"{short(a)}/{short(b)}", [torch.tensor([3, 0], dtype=a), torch.tensor([2, 1], dtype=b)], grad=False)
    for op in ("sum", "prod", "cumsum"):
        family.begin(op)
        for a in KINDS:
            if a not in (torch.float16, torch.bfloat16):
                family.add(short(a), [torch.tensor([1, 0, 1], dtype=a)], grad=False, **({"dim": 0} if op == "cumsum" else {}))
    family.begin("cat", lambda *x, dim=0: torch.cat(x, dim))
    for a, b in ((torch.int32, torch.float32), (torch.uint8, torch.int8), (torch.bool, torch.int64), (torch.float32, torch.float64)):
        family.add(f"promote {short(a)} {short(b)}", [torch.tensor([1], dtype=a), torch.tensor([0, 1], dtype=b)], grad=False, dim=0)
    family.begin("where")
    for a, b in ((torch.int32, torch.float32), (torch.uint8, torch.int64), (torch.float32, torch.float64)):
        family.add(f"promote {short(a)} {short(b)}", [torch.tensor([True, False]), torch.tensor([1, 2], dtype=a), torch.tensor([3, 4], dtype=b)], grad=False)
    return family


SCALAR_OPS = {
    "add_scalar": lambda x, other: x + other, "sub_scalar": lambda x, other: x - other, "rsub_scalar": lambda x, other: other - x,
    "mul_scalar": lambda x, other: x * other, "div_scalar": lambda x, other: x / other, "rdiv_scalar": lambda x, other: other / x,
    "pow_scalar": lambda x, other: x ** other, "rpow_scalar": lambda x, other: other ** x,
    "remainder_scalar": lambda x, other: x % other, "floor_divide_scalar": lambda x, other: x // other,
    "fmod_scalar": torch.fmod,
}


def scalars():
    """A tensor and a plain number: the number never widens within its category."""
    family = Family("scalars")
    for op, function in SCALAR_OPS.items():
        d = family.begin(op, function)
        low = 0.3 if "pow" in op or op == "rdiv_scalar" else -3
        family.add("f32 with float", [d.real((67,), low, 3)], other=2.5)
        family.add("f32 with int", [d.real((2, 3), low, 3)], other=3)
        family.add("f64 with float", [d.f64((2, 3), low, 3)], other=0.1)
        family.add("int32 with int", [d.integers((5,), 1, 7, torch.int32)], other=2)
        family.add("int64 with float", [d.integers((5,), 1, 7)], other=1.5)
        family.add("uint8 with int", [d.integers((5,), 1, 7, torch.uint8)], other=2)
        if op not in ("rsub_scalar",):
            family.add("empty", [d.real((0, 2))], other=2.0)
        if op in ("add_scalar", "mul_scalar", "div_scalar"):
            family.add("bool with int", [torch.tensor([True, False])], other=2)
            family.add("bfloat16 with float", [d.real((5,), dtype=torch.bfloat16)], grad=False, other=0.5)
            family.add("special", [torch.tensor([0.0, -0.0, INF, -INF, NAN])], lenient=True, other=0.0)
    d = family.begin("pow_scalar", SCALAR_OPS["pow_scalar"])
    for exponent in (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 0.3333):
        family.add(f"exponent {exponent}", [d.real((5,), 0.2, 3)], other=exponent)
    family.add("cube of negatives f64", [d.f64((5,), -3, -0.2)], other=3.0)
    family.add("square at zero", [torch.tensor([0.0, -1.0])], other=2.0)
    family.add("zero at zero", [torch.tensor([0.0, -1.0])], other=0.0)
    return family


def conversions():
    """From every data type to every other."""
    family = Family("conversions")
    family.begin("to", lambda x, dtype: x.to(dtype))
    for a in KINDS:
        values = [1, 0] if a == torch.bool else [0, 1, 3, 100] if a == torch.uint8 else [0, 1, -2, 100]
        if a.is_floating_point:
            values = [0.0, 1.75, 2.5, 100.0]
        for b in KINDS:
            family.add(f"{short(a)} to {short(b)}", [torch.tensor(values, dtype=a)], grad=False, dtype=b)
    rounding = torch.tensor([1.0, 1 + 2**-9, 1 + 2**-8, 1 + 3 * 2**-9, 1 + 2**-11, 1 + 3 * 2**-11, 65504.0, 65519.9, 65520.0, 6e-8, 3e-8, 2e-8,
                             1e-40, -0.0, INF, -INF, NAN, 3.4e38])
    for b in (torch.float16, torch.bfloat16):
        family.add(f"rounding to {short(b)}", [rounding], grad=False, dtype=b)
        family.add(f"rounding f64 to {short(b)}", [rounding.double()], grad=False, dtype=b)
        family.add(f"back from {short(b)}", [rounding.to(b)], grad=False, dtype=torch.float32)
    family.add("float to bool", [torch.tensor([0.0, -0.0, 0.5, NAN])], grad=False, dtype=torch.bool)
    family.add("negative truncation", [torch.tensor([-1.9, -0.5, 1.9])], grad=False, dtype=torch.int32)
    family.add("int64 to int8 wraps", [torch.tensor([127, 128, 255, 256, -129])], grad=False, dtype=torch.int8)
    family.add("gradient f32 to f64", [torch.tensor([1.5, -2.5])], dtype=torch.float64)
    family.add("gradient f64 to f32", [torch.tensor([1.5, -2.5], dtype=torch.float64)], dtype=torch.float32)
    return family


def families():
    """The files of this module."""
    return [pairs(), scalars(), conversions()]

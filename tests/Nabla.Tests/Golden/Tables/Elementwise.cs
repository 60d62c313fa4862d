namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Elementwise() => new()
    {
        ["abs"] = (x, _) => [x[0].Abs()],
        ["acos"] = (x, _) => [x[0].Acos()],
        ["acosh"] = (x, _) => [x[0].Acosh()],
        ["asin"] = (x, _) => [x[0].Asin()],
        ["asinh"] = (x, _) => [x[0].Asinh()],
        ["atan"] = (x, _) => [x[0].Atan()],
        ["atanh"] = (x, _) => [x[0].Atanh()],
        ["ceil"] = (x, _) => [x[0].Ceil()],
        ["cos"] = (x, _) => [x[0].Cos()],
        ["cosh"] = (x, _) => [x[0].Cosh()],
        ["digamma"] = (x, _) => [x[0].Digamma()],
        ["erf"] = (x, _) => [x[0].Erf()],
        ["erfc"] = (x, _) => [x[0].Erfc()],
        ["erfinv"] = (x, _) => [x[0].Erfinv()],
        ["exp"] = (x, _) => [x[0].Exp()],
        ["exp2"] = (x, _) => [x[0].Exp2()],
        ["expm1"] = (x, _) => [x[0].Expm1()],
        ["floor"] = (x, _) => [x[0].Floor()],
        ["frac"] = (x, _) => [x[0].Frac()],
        ["lgamma"] = (x, _) => [x[0].Lgamma()],
        ["log"] = (x, _) => [x[0].Log()],
        ["log10"] = (x, _) => [x[0].Log10()],
        ["log1p"] = (x, _) => [x[0].Log1p()],
        ["log2"] = (x, _) => [x[0].Log2()],
        ["reciprocal"] = (x, _) => [x[0].Reciprocal()],
        ["round"] = (x, _) => [x[0].Round()],
        ["rsqrt"] = (x, _) => [x[0].Rsqrt()],
        ["sign"] = (x, _) => [x[0].Sign()],
        ["sin"] = (x, _) => [x[0].Sin()],
        ["sinh"] = (x, _) => [x[0].Sinh()],
        ["sqrt"] = (x, _) => [x[0].Sqrt()],
        ["square"] = (x, _) => [x[0].Square()],
        ["tan"] = (x, _) => [x[0].Tan()],
        ["trunc"] = (x, _) => [x[0].Trunc()],
        ["sgn"] = (x, _) => [x[0].Sign()],
    };
}

namespace Nabla.Tests.Ops;

/// <summary>Every op with the point its gradient is checked at. An op without a line here, and without a reason to have none, fails the tests.</summary>
internal static partial class GradientTable
{
    /// <summary>All lines.</summary>
    public static IReadOnlyList<GradientCase> Cases { get; } = [.. Unary(), .. Pairs(), .. Views(), .. Reductions(), .. Indexing(), .. Layers(), .. Activations(), .. ToolboxActivations(), .. Upsampling(), .. MoreNormalization(), .. LossesAndAttention(), .. Remaining(), .. MoreLosses(), .. Recurrent(), .. LinearAlgebra(), .. Transforms()];

    /// <summary>Distinct values of either sign, none within 0.05 of 0 or of each other, so that no finite difference crosses a corner.</summary>
    public static Tensor Values(params long[] shape) => Spread(0.13, shape);

    /// <summary>Distinct values in 0.2..0.9.</summary>
    public static Tensor Positive(params long[] shape)
    {
        Tensor y = Values(shape);
        double largest = y.Abs().Amax().Item();
        return (y.Abs() / largest * 0.35) + (y.Greater(0).To(DType.Float64) * 0.35) + 0.2;
    }

    private static Tensor Spread(double step, long[] shape)
    {
        Shape extents = new(shape);
        int n = (int)extents.Count;
        double[] values = new double[n];
        // A permutation by a stride that shares no factor with the count.
        int stride = n % 7 == 0 ? 5 : 7;
        for (int i = 0; i < n; i++)
        {
            int k = i * stride % Math.Max(n, 1);
            values[i] = (k % 2 == 0 ? 1 : -1) * (0.1 + (step * (k + 1)));
        }
        return Tensor.Of(values, extents);
    }

    private static GradientCase One(string name, Func<Tensor, Tensor> function, Tensor? at = null) => new(name, x => function(x[0]), [at ?? Values(2, 3)]);

    private static GradientCase Two(string name, Func<Tensor, Tensor, Tensor> function, Tensor? a = null, Tensor? b = null) =>
        new(name, x => function(x[0], x[1]), [a ?? Values(2, 3), b ?? (Values(3) * 1.37)]);

    private static GradientCase Three(string name, Func<Tensor, Tensor, Tensor, Tensor> function, Tensor a, Tensor b, Tensor c) => new(name, x => function(x[0], x[1], x[2]), [a, b, c]);

    private static IEnumerable<GradientCase> Unary()
    {
        Tensor inside = Values(2, 3) * 0.9, positive = Positive(2, 3), above = Positive(2, 3) + 1;
        yield return One("abs", x => x.Abs());
        yield return One("tangent", x => Autograd.Jvp(a => a.Sin() * a, x, x * 2, createGraph: true).Product);
        yield return One("acos", x => x.Acos(), inside);
        yield return One("acosh", x => x.Acosh(), above);
        yield return One("asin", x => x.Asin(), inside);
        yield return One("asinh", x => x.Asinh());
        yield return One("atan", x => x.Atan());
        yield return One("atanh", x => x.Atanh(), inside);
        yield return One("ceil", x => x.Ceil() * x);
        yield return One("cos", x => x.Cos());
        yield return One("cosh", x => x.Cosh());
        yield return One("digamma", x => x.Digamma(), above) with { Twice = false };
        yield return One("erf", x => x.Erf());
        yield return One("erfc", x => x.Erfc());
        yield return One("erfinv", x => x.Erfinv(), inside);
        yield return One("exp", x => x.Exp());
        yield return One("exp2", x => x.Exp2());
        yield return One("expm1", x => x.Expm1());
        yield return One("floor", x => x.Floor() * x);
        yield return One("frac", x => x.Frac());
        yield return One("lgamma", x => x.Lgamma(), above);
        yield return One("log", x => x.Log(), positive);
        yield return One("log10", x => x.Log10(), positive);
        yield return One("log1p", x => x.Log1p(), positive);
        yield return One("log2", x => x.Log2(), positive);
        yield return One("neg", x => -x * x);
        yield return One("reciprocal", x => x.Reciprocal());
        yield return One("round", x => x.Round() * x);
        yield return One("rsqrt", x => x.Rsqrt(), positive);
        yield return One("sign", x => x.Sign() * x);
        yield return One("sin", x => x.Sin());
        yield return One("sinh", x => x.Sinh());
        yield return One("sqrt", x => x.Sqrt(), positive);
        yield return One("square", x => x.Square());
        yield return One("tan", x => x.Tan());
        yield return One("trunc", x => x.Trunc() * x);
        yield return One("relu", x => x.Relu());
        yield return One("sigmoid", x => x.Sigmoid());
        yield return One("tanh", x => x.Tanh());
        yield return One("log-sigmoid", x => x.LogSigmoid());
        yield return One("softmax", x => x.Softmax(0));
        yield return One("log-softmax", x => x.LogSoftmax(-1));
        yield return One("to", x => x.To(DType.Float32).To(DType.Float64) * 0 + x.To(DType.Float64));
        yield return One("clone", x => x.Clone() * x);
        yield return One("clamp", x => x.Clamp(-0.4, 0.5));
        yield return One("pow scalar", x => x.Pow(3.0));
        yield return One("pow fractional", x => x.Pow(1.7), positive);
        yield return One("pow of a number", x => Tensor.Pow(1.3, x));
        yield return One("dropout", x => Functional.Dropout(x, 0.3, true, new Philox(3)));
    }

    private static IEnumerable<GradientCase> Pairs()
    {
        Tensor condition = Values(2, 3).Greater(0);
        yield return Two("add", (a, b) => a + b);
        yield return Two("subtract", (a, b) => a - b);
        yield return Two("multiply", (a, b) => a * b);
        yield return Two("divide", (a, b) => a / b);
        yield return Two("add-relu", (a, b) => new AddReluOp().Apply(a, b), b: Values(2, 3) * 1.37);
        yield return Two("maximum", (a, b) => a.Maximum(b));
        yield return Two("minimum", (a, b) => a.Minimum(b));
        yield return Two("fmax", (a, b) => a.FMax(b));
        yield return Two("fmin", (a, b) => a.FMin(b));
        yield return Two("remainder", (a, b) => a.Remainder(b));
        yield return Two("fmod", (a, b) => a.FMod(b));
        yield return Two("floor-divide", (a, b) => a.FloorDivide(b) * a);
        yield return Two("truncate-divide", (a, b) => a.TruncateDivide(b) * a);
        yield return Two("pow", (a, b) => a.Pow(b), Positive(2, 3));
        yield return Two("atan2", (a, b) => a.Atan2(b));
        yield return Two("hypot", (a, b) => a.Hypot(b));
        yield return Two("logaddexp", (a, b) => a.LogAddExp(b));
        yield return Two("logaddexp2", (a, b) => a.LogAddExp2(b));
        yield return Two("xlogy", (a, b) => a.XLogY(b), b: Positive(3));
        yield return Two("copysign", (a, b) => a.CopySign(b));
        yield return Two("where", (a, b) => condition.Where(a, b));
        yield return Two("lerp scalar", (a, b) => a.Lerp(b, 0.3));
        yield return Three("lerp", (a, b, c) => a.Lerp(b, c), Values(2, 3), Values(3), Positive(2, 1));
        yield return Three("addcmul", (a, b, c) => a.AddCMul(b, c, 0.7), Values(2, 3), Values(3), Positive(2, 1));
        yield return Three("addcdiv", (a, b, c) => a.AddCDiv(b, c, 0.7), Values(2, 3), Values(3), Positive(2, 1));
        yield return Three("clamp between", (a, b, c) => a.Clamp(b, c), Values(2, 3), Positive(3) - 1, Positive(2, 1));
        yield return Two("matmul", (a, b) => a.MatMul(b), Values(2, 2, 3), Values(3, 2));
        yield return Two("matmul batches", (a, b) => a.MatMul(b), Values(2, 2, 3), Values(2, 3, 2));
        yield return Three("linear", (a, b, c) => Functional.Linear(a, b, c), Values(2, 3), Values(4, 3), Values(4));
        yield return Two("einsum", (a, b) => Tensor.Einsum("...ij,kj,ii->...k", a, b, Values(3, 3)), Values(2, 3, 4), Values(2, 4));
        yield return Two("tensordot", (a, b) => a.TensorDot(b, 1), Values(2, 3), Values(3, 2));
        yield return Two("kron", (a, b) => a.Kron(b), Values(2, 2), Values(2, 3));
        yield return Three("addmm", (a, b, c) => a.AddMm(b, c, 0.5, 2), Values(2), Values(2, 3), Values(3, 2));
    }
}

using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>Tangents of every op of the gradient table, alone and together with reverse mode.</summary>
public sealed class ForwardTableTests
{
    public static TheoryData<string> Names => GradientTests.Names;

    public static TheoryData<string> NamesTwice => GradientTests.NamesTwice;

    [Theory, MemberData(nameof(Names))]
    public void The_tangent_is_the_transpose_of_the_gradient(string name)
    {
        GradientCase line = Line(name);
        Tensor[] directions = Directions(line);
        (Tensor[] values, Tensor[] tangents) = Autograd.Jvp(x => [line.Function(x)], line.Inputs, directions);
        Tensor weight = Wave(values[0].Shape, 0.9);
        (_, Tensor[] gradients) = Autograd.Vjp(x => [line.Function(x)], line.Inputs, [weight]);
        Assert.Equal(values[0].Shape, tangents[0].Shape);
        Close(Dot([weight], tangents), Dot(gradients, directions));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_tangent_is_the_limit_of_differences(string name)
    {
        GradientCase line = Line(name);
        Tensor[] directions = Directions(line);
        Tensor tangent = Autograd.Jvp(x => [line.Function(x)], line.Inputs, directions).Products[0];
        const double H = 1e-6;
        double[] up = line.Function([.. line.Inputs.Select((x, i) => x + (directions[i] * H))]).ToArray<double>();
        double[] down = line.Function([.. line.Inputs.Select((x, i) => x - (directions[i] * H))]).ToArray<double>();
        double[] exact = tangent.ToArray<double>();
        for (int i = 0; i < exact.Length; i++) Assert.Equal((up[i] - down[i]) / (2 * H), exact[i], 1e-5 + (1e-3 * Math.Abs(exact[i])));
    }

    [Theory, MemberData(nameof(NamesTwice))]
    public void Forward_over_reverse_and_reverse_over_forward_and_reverse_twice_agree(string name)
    {
        GradientCase line = Line(name);
        Tensor[] directions = Directions(line);
        Tensor weight = Wave(line.Function(line.Inputs).Shape, 0.4);
        Tensor Number(Tensor[] x) => (line.Function(x) * weight).Sum();
        Tensor[] twice = Autograd.Vhp(Number, line.Inputs, directions).Products, forward = Autograd.Hvp(Number, line.Inputs, directions).Products;
        Tensor[] leaves = line.Leaves();
        Tensor slope = Autograd.Jvp(x => [Number(x)], leaves, directions, createGraph: true).Products[0];
        Tensor?[] reverse = slope.RequiresGrad ? Autograd.Grad(slope, leaves, allowUnused: true) : new Tensor?[leaves.Length];
        for (int i = 0; i < twice.Length; i++)
        {
            double[] expected = twice[i].ToArray<double>(), actual = forward[i].ToArray<double>(), other = reverse[i]?.ToArray<double>() ?? new double[expected.Length];
            for (int k = 0; k < expected.Length; k++)
            {
                Close(expected[k], actual[k]);
                Close(expected[k], other[k]);
            }
        }
    }

    private static GradientCase Line(string name) => GradientTable.Cases.Single(line => line.Name == name);

    private static Tensor[] Directions(GradientCase line) => [.. line.Inputs.Select((input, i) => Wave(input.Shape, 0.3 + i))];

    private static Tensor Wave(Shape shape, double phase) => Tensor.Of([.. Enumerable.Range(0, (int)shape.Count).Select(i => Math.Cos((1.9 * i) + phase))], shape);

    private static double Dot(Tensor[] a, Tensor[] b) => a.Zip(b, (x, y) => (x * y).Sum().Item()).Sum();

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * (1 + Math.Abs(expected)));
}

using System.Runtime.CompilerServices;

namespace Nabla.Tests.Ops;

/// <summary>Gradients, and gradients of gradients, of every op against finite differences.</summary>
public sealed class GradientTests
{
    public static TheoryData<string> Names => [.. GradientTable.Cases.Select(line => line.Name)];

    public static TheoryData<string> NamesTwice => [.. GradientTable.Cases.Where(line => line.Twice).Select(line => line.Name)];

    [Theory, MemberData(nameof(Names))]
    public void First_derivative_matches_finite_differences(string name)
    {
        GradientCase line = GradientTable.Cases.Single(line => line.Name == name);
        GradCheck.Verify(line.Function, line.Leaves());
    }

    [Theory, MemberData(nameof(NamesTwice))]
    public void Second_derivative_matches_finite_differences(string name)
    {
        GradientCase line = GradientTable.Cases.Single(line => line.Name == name);
        GradGradCheck.Verify(line.Function, line.Leaves());
    }

    [Fact]
    public void Every_op_has_a_line_or_a_reason_to_have_no_gradient()
    {
        using Recorder recorder = new();
        foreach (GradientCase line in GradientTable.Cases)
        {
            Tensor[] leaves = line.Leaves();
            Tensor y = line.Function(leaves);
            // Twice, since some ops only appear in the gradient of a gradient.
            Tensor?[] gradients = Autograd.Grad(y.Sum(), leaves, createGraph: true, allowUnused: true);
            foreach (Tensor gradient in gradients.OfType<Tensor>().Where(gradient => gradient.RequiresGrad))
                Autograd.Grad(gradient.Square().Sum(), leaves, retainGraph: true, allowUnused: true);
        }
        string[] missing =
        [
            .. typeof(Op).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract && !recorder.Seen.Contains(type) && string.IsNullOrWhiteSpace(Reason(type)))
                .Select(type => type.Name).Order(StringComparer.Ordinal),
        ];
        Assert.True(missing.Length == 0, $"Ops that no line of GradientTable runs, and that state no reason in NoGradient: {string.Join(", ", missing)}");
    }

    private static string? Reason(Type type) => ((Op)RuntimeHelpers.GetUninitializedObject(type)).NoGradient;

    private sealed class Recorder : OpObserver
    {
        public HashSet<Type> Seen { get; } = [];

        // An operation that joins others has a gradient of its own.
        protected override bool AllowsJoining => true;

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output) => Seen.Add(op.GetType());
    }
}

namespace Nabla.Vision;

/// <summary>The two linear layers of a Transformer block, with torchvision's numbers: 0 linear, 1 GELU, 2 dropout, 3 linear, 4 dropout.</summary>
internal static class Perceptron
{
    public static Sequential Build(Weights w, int width, int hidden, double dropout, Initializer weight, Initializer bias) => new(
        w,
        c => new Linear(c, width, hidden, true, weight, bias), c => new GELU(c), c => new Dropout(c, dropout),
        c => new Linear(c, hidden, width, true, weight, bias), c => new Dropout(c, dropout));
}

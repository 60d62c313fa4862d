namespace Nabla.Cli.Plots;

/// <summary>Trains one network at several widths and learning rates, in the standard and in the maximal update parameterisation.</summary>
internal static class WidthTransfer
{
    private const int Inputs = 16, Outputs = 8, BaseWidth = 32, Batch = 64;

    /// <summary>Mean loss of the last steps for each (width, rate).</summary>
    /// <param name="maximalUpdate">muP, or standard.</param>
    /// <param name="widths">Hidden widths.</param>
    /// <param name="rates">Learning rates of Adam.</param>
    /// <param name="steps">Steps a run.</param>
    /// <param name="seed">Of data and weights.</param>
    public static double[,] Losses(bool maximalUpdate, IReadOnlyList<int> widths, IReadOnlyList<double> rates, int steps, ulong seed)
    {
        double[,] losses = new double[widths.Count, rates.Count];
        Module shapes = Build(BaseWidth, Weights.ShapeOnly(), new Philox(0));
        for (int i = 0; i < widths.Count; i++)
        {
            for (int j = 0; j < rates.Count; j++) losses[i, j] = Train(maximalUpdate, widths[i], rates[j], steps, seed, shapes);
        }
        return losses;
    }

    private static double Train(bool maximalUpdate, int width, double rate, int steps, ulong seed, Module shapes)
    {
        Module model = Build(width, Weights.Random(seed), new Philox(seed + 3));
        Adam adam;
        if (maximalUpdate)
        {
            MaximalUpdate.Rescale(model, shapes);
            adam = new(MaximalUpdate.Groups(model, shapes, rate), new(LearningRate: rate));
        }
        else
        {
            adam = new(model.Parameters(), new(LearningRate: rate));
        }
        // The target is a fixed random network of its own.
        Module teacher = Build(64, Weights.Random(seed + 1), new Philox(seed + 4));
        Philox data = new(seed + 2);
        double sum = 0;
        int counted = Math.Max(1, steps / 5);
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = new();
            Tensor x = Tensor.Randn([Batch, Inputs], generator: data);
            Tensor target;
            using (GradMode.NoGrad()) target = teacher.Call(x) * 3;
            Tensor loss = Functional.MSELoss(model.Call(x), target);
            loss.Backward();
            adam.Step();
            adam.ZeroGrad();
            double value = loss.Item();
            if (!double.IsFinite(value)) return double.NaN;
            if (step >= steps - counted) sum += value / counted;
        }
        return sum;
    }

    private static Sequential Build(int width, Weights w, Generator generator)
    {
        Sequential model = new(w);
        model.Add(c => Layer(c, Inputs, width, generator)).Add(c => new ReLU(c)).Add(c => Layer(c, width, width, generator)).Add(c => new ReLU(c)).Add(c => Layer(c, width, Outputs, generator));
        return model;
    }

    private static Linear Layer(Weights w, int inputs, int outputs, Generator generator)
    {
        Linear layer = new(w, inputs, outputs);
        if (!layer.Weight.Value.HasData) return layer;
        using GradMode.Restore mode = GradMode.NoGrad();
        Init.KaimingNormal()(layer.Weight.Value.Detach(), generator);
        return layer;
    }
}

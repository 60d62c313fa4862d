namespace Nabla.Tests.Modules;

/// <summary>Edges and illegal arguments of the losses; values and gradients are compared with PyTorch in the golden tests.</summary>
public sealed class LossTests
{
    [Fact]
    public void Alignment_probabilities_of_a_tiny_case_can_be_counted()
    {
        // Two steps, classes blank, a, b with probability p: "a" arises as aa, a-, -a.
        Tensor x = Tensor.Of([Math.Log(0.5), Math.Log(0.3), Math.Log(0.2), Math.Log(0.1), Math.Log(0.6), Math.Log(0.3)], [2, 1, 3]);
        double p = (0.3 * 0.6) + (0.3 * 0.1) + (0.5 * 0.6);
        Assert.Equal(-Math.Log(p), Functional.CTCLoss(x, Tensor.Of([1L], [1, 1]), Tensor.Of(2L), Tensor.Of(1L)).Item(), 1e-12);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_infinitely_unlikely_or_count_nothing()
    {
        Tensor x = Tensor.Randn([2, 2, 4], DType.Float64, new Philox(1)).WithGrad();
        Tensor labels = Tensor.Of([1L, 1, 2, 0], [2, 2]), steps = Tensor.Of(2L, 2), counts = Tensor.Of(2L, 1);
        Tensor losses = Functional.CTCLoss(x.LogSoftmax(2), labels, steps, counts, reduction: LossReduction.None);
        Assert.Equal(double.PositiveInfinity, losses.ToArray<double>()[0]);
        Tensor sum = Functional.CTCLoss(x.LogSoftmax(2), labels, steps, counts, reduction: LossReduction.Sum, zeroInfinity: true);
        Assert.Equal(losses.ToArray<double>()[1], sum.Item(), 1e-12);
        sum.Backward();
        Assert.True(x.Grad!.IsFinite().All().Item<bool>());
        Assert.Equal(0, x.Grad!.Select(1, 0).Abs().Amax().Item());
    }

    [Fact]
    public void Alignments_are_the_same_at_any_number_of_threads()
    {
        Tensor x = Tensor.Randn([20, 7, 6], generator: new Philox(1)).LogSoftmax(2), labels = Tensor.RandInt(1, 6, [7, 8], generator: new Philox(2));
        Tensor steps = Tensor.Full([7], 20), counts = Tensor.Full([7], 8);
        int threads = Nabla.Kernels.Threading.WorkPool.Threads;
        try
        {
            Nabla.Kernels.Threading.WorkPool.Threads = 1;
            float[] one = Functional.CTCLoss(x, labels, steps, counts, reduction: LossReduction.None).ToArray<float>();
            Nabla.Kernels.Threading.WorkPool.Threads = 4;
            Assert.Equal(one, Functional.CTCLoss(x, labels, steps, counts, reduction: LossReduction.None).ToArray<float>());
        }
        finally
        {
            Nabla.Kernels.Threading.WorkPool.Threads = threads;
        }
    }

    [Fact]
    public void Lengths_and_labels_out_of_range_are_refused()
    {
        Tensor x = Tensor.Zeros([3, 1, 4]), one = Tensor.Of(1L);
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.CTCLoss(x, Tensor.Of([4L], [1, 1]), one, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.CTCLoss(x, Tensor.Of([0L], [1, 1]), one, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.CTCLoss(x, Tensor.Of([1L], [1, 1]), Tensor.Of(4L), one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.CTCLoss(x, Tensor.Of([1L], [1, 1]), one, one, blank: 4));
        Assert.Throws<ShapeMismatchException>(() => Functional.CTCLoss(x, Tensor.Of([1L], [1, 1]), one, Tensor.Of(2L)));
        Assert.Throws<ShapeMismatchException>(() => Functional.CTCLoss(x, Tensor.Of([1L], [1, 1]), Tensor.Of(1L, 1), one));
        Assert.Throws<ArgumentException>(() => Functional.CTCLoss(x, Tensor.Of([1f], [1, 1]), one, one));
    }

    [Fact]
    public void Margin_losses_refuse_what_does_not_fit()
    {
        Tensor x = Tensor.Zeros([2, 3]), labels = Tensor.Of(0L, 1);
        Assert.Throws<ShapeMismatchException>(() => Functional.SoftMarginLoss(x, Tensor.Zeros([2, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.MultiMarginLoss(x, labels, p: 3));
        Assert.Throws<ArgumentException>(() => Functional.MultiMarginLoss(x, Tensor.Zeros([2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.MultiMarginLoss(x, Tensor.Of(0L, -1)));
        Assert.Throws<ShapeMismatchException>(() => Functional.MultiMarginLoss(x, labels, weight: Tensor.Ones([2])));
        Assert.Throws<ShapeMismatchException>(() => Functional.MultilabelMarginLoss(x, labels));
        Assert.Throws<ShapeMismatchException>(() => Functional.MultilabelSoftMarginLoss(x, Tensor.Zeros([2, 2])));
        Assert.Throws<ShapeMismatchException>(() => Functional.CosineEmbeddingLoss(x, x, Tensor.Of(1L)));
        Assert.Throws<ShapeMismatchException>(() => Functional.MarginRankingLoss(x, Tensor.Zeros([2, 2]), x));
    }

    [Fact]
    public void A_distance_of_ones_own_is_used()
    {
        Tensor a = Tensor.Of([1.0, 2], [1, 2]), b = Tensor.Of([1.0, 5], [1, 2]), c = Tensor.Of([4.0, 2], [1, 2]);
        TripletMarginWithDistanceLoss loss = new((x, y) => (x - y).Abs().Amax(-1), margin: 0.5);
        Assert.Equal(0.5, loss.Call(a, b, c).Item(), 1e-12);
    }

    [Fact]
    public void An_adaptive_softmax_is_a_distribution_and_scores_its_targets()
    {
        AdaptiveLogSoftmaxWithLoss softmax = new(Weights.Random(4, DType.Float64), 8, 10, [3, 6], divisor: 2);
        Tensor x = Tensor.Randn([5, 8], DType.Float64, new Philox(3)), target = Tensor.Of(9L, 0, 4, 2, 7);
        Tensor all = softmax.Call(x);
        Assert.All(all.Exp().Sum(1).ToArray<double>(), total => Assert.Equal(1, total, 1e-12));
        (Tensor output, Tensor loss) = softmax.Score(x, target);
        Assert.Equal(all.Gather(1, target.Unsqueeze(1)).Squeeze(1).ToArray<double>(), output.ToArray<double>());
        Assert.Equal(-output.Mean().Item(), loss.Item(), 1e-12);
        Assert.Equal(all.Argmax(1).ToArray<long>(), softmax.Predict(x).ToArray<long>());
        Assert.Throws<ArgumentOutOfRangeException>(() => softmax.Score(x, Tensor.Of(10L, 0, 4, 2, 7)));
        Assert.Throws<ArgumentException>(() => new AdaptiveLogSoftmaxWithLoss(Weights.Random(), 8, 10, [6, 3]));
    }
}

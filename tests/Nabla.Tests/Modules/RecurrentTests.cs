namespace Nabla.Tests.Modules;

/// <summary>Recurrent modules where golden vectors cannot look: arguments, dropout, packing, half precision, meta data.</summary>
public sealed class RecurrentTests
{
    [Fact]
    public void Packing_keeps_the_rows_of_each_step_together()
    {
        Tensor padded = Tensor.Of([1.0, 4, 2, 5, 3, 0], [3, 2]);
        PackedSequence packed = PackedSequence.FromPadded(padded, [3, 2]);
        Assert.Equal([1.0, 4, 2, 5, 3], packed.Data.ToArray<double>());
        Assert.Equal([2L, 2, 1], packed.BatchSizes);
        (Tensor back, IReadOnlyList<long> lengths) = packed.ToPadded(value: -1);
        Assert.Equal([1.0, 4, 2, 5, 3, -1], back.ToArray<double>());
        Assert.Equal([3L, 2], lengths);
    }

    [Fact]
    public void Unsorted_sequences_come_back_in_the_callers_order()
    {
        Tensor[] sequences = [Tensor.Of(1.0), Tensor.Of(2.0, 3, 4), Tensor.Of(5.0, 6)];
        PackedSequence packed = PackedSequence.FromSequences(sequences, enforceSorted: false);
        Assert.Equal([2.0, 5, 1, 3, 6, 4], packed.Data.ToArray<double>());
        Assert.Equal([1L, 3, 2], packed.Lengths);
        IReadOnlyList<Tensor> back = packed.ToSequences();
        for (int i = 0; i < sequences.Length; i++) Assert.Equal(sequences[i].ToArray<double>(), back[i].ToArray<double>());
    }

    [Fact]
    public void A_packed_batch_gives_what_each_sequence_gives_alone()
    {
        LSTM lstm = new(Weights.Random(3, DType.Float64), 3, 5, layers: 2, bidirectional: true);
        Philox generator = new(4);
        Tensor[] sequences = [.. new long[] { 4, 1, 6 }.Select(length => Random(generator, length, 3))];
        (PackedSequence y, Tensor h, _) = lstm.Unroll(PackedSequence.FromSequences(sequences, enforceSorted: false));
        IReadOnlyList<Tensor> outputs = y.ToSequences();
        for (int i = 0; i < sequences.Length; i++)
        {
            (Tensor alone, Tensor last, _) = lstm.Unroll(sequences[i]);
            Assert.True((alone - outputs[i]).Abs().Amax().Item() < 1e-14);
            Assert.True((last - h.Select(1, i)).Abs().Amax().Item() < 1e-14);
        }
    }

    [Fact]
    public void Dropout_acts_between_layers_in_training_only()
    {
        Tensor x = Tensor.Ones([4, 2, 3]);
        LSTM one = new(Weights.Random(1), 3, 4, dropout: 0.9), two = new(Weights.Random(1), 3, 4, layers: 2, dropout: 0.9);
        Assert.Equal(one.Forward(x).ToArray<float>(), one.Forward(x).ToArray<float>());
        Assert.NotEqual(two.Forward(x).ToArray<float>(), two.Forward(x).ToArray<float>());
        two.Eval();
        Assert.Equal(two.Forward(x).ToArray<float>(), two.Forward(x).ToArray<float>());
    }

    [Theory, InlineData(DType.Float16), InlineData(DType.BFloat16)]
    public void Half_precision_computes_in_single(DType type)
    {
        GRU gru = new(Weights.Random(2), 3, 4), half = new(Weights.Random(2), 3, 4);
        half.To(type);
        Tensor x = Random(new Philox(5), 4, 2, 3).To(type);
        Tensor y = half.Forward(x);
        Assert.Equal(type, y.DType);
        Assert.True((y.ToFloat32() - gru.Forward(x.ToFloat32())).Abs().Amax().Item() < 0.02);
    }

    [Fact]
    public void Shapes_need_no_data()
    {
        LSTM lstm = new(Weights.ShapeOnly(), 300, 1000, layers: 2, bidirectional: true);
        Tensor y = lstm.Forward(Tensor.Empty([7, 3, 300], DType.Float32, ShapeOnlyBackend.Instance));
        Assert.Equal(new Shape(7, 3, 2000), y.Shape);
        Assert.Equal(34_432_000, lstm.Parameters().Sum(parameter => parameter.Shape.Count));
    }

    [Fact]
    public void Gradients_flow_to_a_part_of_the_weights_only_where_wanted()
    {
        LSTM lstm = new(Weights.Random(2, DType.Float64), 2, 3);
        lstm.Parameters().First().Trainable = false;
        lstm.Forward(Tensor.Ones([2, 1, 2], DType.Float64)).Sum().Backward();
        Assert.Null(lstm.Parameters().First().Grad);
        Assert.All(lstm.Parameters().Skip(1), parameter => Assert.NotNull(parameter.Grad));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Weights w = Weights.Random();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(w["a"], 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(w["b"], 3, 4, layers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(w["c"], 3, 4, dropout: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(w["d"], 3, 4, projection: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GRUCell(w["e"], 3, 0));
        LSTM lstm = new(w["f"], 3, 4);
        Tensor x = Tensor.Zeros([2, 5, 3]), state = Tensor.Zeros([1, 5, 4]);
        Assert.Contains("three axes", Assert.Throws<ShapeMismatchException>(() => lstm.Forward(Tensor.Zeros([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("3 features", Assert.Throws<ShapeMismatchException>(() => lstm.Forward(Tensor.Zeros([2, 5, 4]))).Message, StringComparison.Ordinal);
        Assert.Contains("one time step", Assert.Throws<ShapeMismatchException>(() => lstm.Forward(Tensor.Zeros([0, 5, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("[1, 5, 4]", Assert.Throws<ShapeMismatchException>(() => lstm.Unroll(x, (Tensor.Zeros([1, 4, 4]), state))).Message, StringComparison.Ordinal);
        Assert.Contains("cell", Assert.Throws<ShapeMismatchException>(() => lstm.Unroll(x, (state, Tensor.Zeros([2, 5, 4])))).Message, StringComparison.Ordinal);
        Assert.Contains("float32", Assert.Throws<ArgumentException>(() => lstm.Forward(x.To(DType.Float64))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Functional.LSTM(x, []));
        Assert.Throws<ArgumentException>(() => Functional.LSTM(x, lstm.CurrentWeights, bidirectional: true));
        Assert.Throws<ShapeMismatchException>(() => Functional.GRU(x, lstm.CurrentWeights));
        Assert.Throws<ShapeMismatchException>(() => new GRUCell(w["g"], 3, 4).Step(x));
    }

    [Fact]
    public void Wrong_packing_is_named()
    {
        Tensor x = Tensor.Zeros([3, 2, 1]);
        Assert.Contains("enforceSorted", Assert.Throws<ArgumentException>(() => PackedSequence.FromPadded(x, [1, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("1..3", Assert.Throws<ArgumentException>(() => PackedSequence.FromPadded(x, [4, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("1..3", Assert.Throws<ArgumentException>(() => PackedSequence.FromPadded(x, [3, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PackedSequence.FromPadded(x, [3]));
        Assert.Throws<ShapeMismatchException>(() => PackedSequence.FromPadded(Tensor.Zeros([3]), [3]));
        Assert.Throws<ArgumentException>(() => PackedSequence.FromSequences([]));
        Assert.Throws<ShapeMismatchException>(() => PackedSequence.Pad([Tensor.Zeros([2, 1]), Tensor.Zeros([2, 2])]));
        Assert.Throws<ArgumentException>(() => new PackedSequence(x, [1, 2]));
        Assert.Throws<ShapeMismatchException>(() => new PackedSequence(x, [2, 2]));
        Assert.Throws<ArgumentException>(() => new PackedSequence(x, [2, 1], Tensor.Of(0L, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedSequence.FromPadded(x, [3, 1]).ToPadded(totalLength: 2));
    }

    private static Tensor Random(Generator generator, params long[] shape)
    {
        Tensor x = Tensor.Empty(new Shape(shape), DType.Float64);
        generator.Normal(x, 0, 1);
        return x;
    }
}

using System.Runtime.CompilerServices;

namespace Nabla.Tests.Memory;

/// <summary>Storages, shapes and contexts that serve again must not be taken for what they were.</summary>
[Collection("memory")]
public class StorageReuseTests
{
    [Fact]
    public void A_disposed_tensor_gives_its_storage_to_the_next_of_its_size_as_another_version()
    {
        Tensor first = Tensor.Empty([12_345]);
        Storage storage = first.Storage;
        int version = storage.Version;
        first.Dispose();
        Tensor second = Tensor.Empty([12_345]);
        Assert.Same(storage, second.Storage);
        Assert.NotEqual(version, storage.Version);
        Assert.Null(first.StorageOrNull);
        Assert.Throws<ObjectDisposedException>(first.Detach);
        first.Dispose();
        Assert.Equal(1, storage.Handles);
        second.Dispose();
    }

    [Fact]
    public void A_dispose_after_the_finalizer_took_the_buffer_harms_no_other_tensor()
    {
        // As from another finalizer, whose order to the storage's is open.
        Tensor[] forgotten = Forgotten();
        Tensor[] others = [.. Enumerable.Range(0, 4).Select(i => Tensor.Full([23_456], (float)i))];
        foreach (Tensor tensor in forgotten) tensor.Dispose();
        Tensor[] more = [.. Enumerable.Range(0, 4).Select(i => Tensor.Full([23_456], 9f))];
        for (int i = 0; i < others.Length; i++) Assert.Equal(-1, others[i].AsReadOnlySpan<float>().IndexOfAnyExcept(i));
        GC.KeepAlive(more);
    }

    [Fact]
    public void A_value_that_a_layer_hands_on_is_given_back_once_backward_has_used_it()
    {
        Tensor? between = null;
        Sequential net = new(Weights.Random(1), c => new Linear(c, 300, 300), c => new Tanh(c), c => new Linear(c, 300, 300));
        using IDisposable hook = net[1].RegisterForwardHook((_, _, y) =>
        {
            between = y;
            return null;
        });
        Tensor loss = net.Call(Tensor.Ones([4, 300])).Sum();
        Assert.False(between!.IsDisposed);
        loss.Backward();
        Assert.True(between.IsDisposed);
    }

    [Fact]
    public void A_value_that_a_layer_hands_on_and_nobody_differentiates_is_given_back_at_once()
    {
        Tensor? between = null;
        Sequential net = new(Weights.Random(1), c => new Linear(c, 300, 300), c => new Tanh(c), c => new Linear(c, 300, 300));
        using IDisposable hook = net[1].RegisterForwardHook((_, _, y) =>
        {
            between = y;
            return null;
        });
        using (GradMode.NoGrad()) net.Call(Tensor.Ones([4, 300]));
        Assert.True(between!.IsDisposed);
    }

    [Fact]
    public void Contexts_that_an_op_of_the_program_keeps_stay_as_they_were()
    {
        Tensor a = Tensor.Of(1.0, 2.0).WithGrad(), b = Tensor.Of(3.0, 4.0).WithGrad();
        HoardingOp first = new(), second = new();
        first.Apply(a).Sum().Backward();
        second.Apply(b).Sum().Backward();
        (a * b).Sum().Backward();
        Assert.Equal(1, first.Seen!.Count);
        Assert.Same(a, first.Seen.Input(0));
        Assert.Same(b, second.Seen!.Input(0));
        Assert.NotSame(first.Seen, second.Seen);
        Assert.NotSame(first.Made, second.Made);
    }

    [Fact]
    public void A_tensor_made_of_values_gives_its_buffer_back()
    {
        Tensor x = Tensor.Of(new float[34_567]);
        Storage storage = x.Storage;
        x.Dispose();
        using Tensor next = Tensor.Empty([34_567]);
        Assert.Same(storage, next.Storage);
    }

    [Fact]
    public void Shapes_met_by_many_threads_keep_their_extents()
    {
        Parallel.For(0, 20_000, i =>
        {
            long a = i % 97, b = i % 1_013, c = i;
            Shape shape = [a, b, c];
            Assert.Equal([a, b, c], shape.ToArray());
            Assert.Equal(a * b * c, shape.Count);
            Assert.Equal([Math.Max(b, 1) * Math.Max(c, 1), Math.Max(c, 1), 1], shape.ContiguousStrides());
        });
    }

    [Fact]
    public void Strides_handed_out_may_be_written()
    {
        Shape shape = [3, 4];
        shape.ContiguousStrides()[0] = 99;
        Assert.Equal([4, 1], shape.ContiguousStrides());
        Assert.True(Tensor.Ones(shape).IsContiguous);
    }

    [Fact]
    public void Pooling_to_the_inputs_size_asks_every_input_anew()
    {
        Spatial size = (-1, 2);
        Assert.Equal([1, 1, 6, 2], Functional.AdaptiveAvgPool2d(Tensor.Ones([1, 1, 6, 4]), size).Shape.ToArray());
        Assert.Equal([1, 1, 3, 2], Functional.AdaptiveAvgPool2d(Tensor.Ones([1, 1, 3, 4]), size).Shape.ToArray());
    }

    /// <summary>Tensors whose storages were finalized first, as happens when another object that is finalized holds them.</summary>
    private static Tensor[] Forgotten()
    {
        Tensor[] tensors = [.. Enumerable.Range(0, 4).Select(_ => Tensor.Empty([23_456]))];
        foreach (Tensor tensor in tensors) Finalize(tensor.Storage);
        return tensors;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Finalize")]
    private static extern void Finalize(Storage storage);

    private sealed record HoardingOp : NaryOp
    {
        public BackwardContext? Seen { get; private set; }

        public ForwardContext? Made { get; private set; }

        public override Keep Keeps => Keep.Inputs;

        protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
        {
            Made = context;
            return inputs[0] * 1;
        }

        protected override void Backward(BackwardContext context)
        {
            Seen = context;
            context.Set(0, context.Grad);
        }
    }
}

using Nabla.Tests.Support;

namespace Nabla.Tests;

/// <summary>Hooks on what backward keeps.</summary>
public sealed class SavedTensorHooksTests
{
    [Fact]
    public void Pack_sees_what_is_kept_and_unpack_what_is_used()
    {
        Tensor x = Tensor.Of(2.0, 3).WithGrad();
        List<double[]> packed = [];
        int unpacked = 0;
        Tensor y;
        using (new SavedTensorHooks(value => { packed.Add(value.ToArray<double>()); return packed.Count - 1; }, stored => { unpacked++; return Tensor.Of(packed[(int)stored]); }))
            y = (x * x).Exp().Sum();
        Tensor z = y + (x * 3.0).Sum();
        Assert.Equal(3, packed.Count);
        Assert.Equal([Math.Exp(4), Math.Exp(9)], packed[2]);
        z.Backward();
        Assert.Equal(3, unpacked);
        Assert.Equal([(4 * Math.Exp(4)) + 3, (6 * Math.Exp(9)) + 3], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Packed_values_keep_their_history_for_gradients_of_gradients()
    {
        Tensor x = Tensor.Of(0.7, 1.3).WithGrad();
        using SavedTensorHooks hooks = new(value => value.ToArray<double>(), stored => Tensor.Of((double[])stored));
        Tensor first = Autograd.Grad((x.Sin() * x).Sum(), [x], createGraph: true)[0]!;
        Tensor second = Autograd.Grad(first.Sum(), [x])[0]!;
        double[] expected = [.. new[] { 0.7, 1.3 }.Select(v => (2 * Math.Cos(v)) - (v * Math.Sin(v)))];
        foreach ((double e, double a) in expected.Zip(second.ToArray<double>())) Assert.Equal(e, a, 1e-12);
    }

    [Fact]
    public void Half_precision_keeps_gradients_to_eight_bits()
    {
        Tensor x = Tensor.Linspace(-2, 2, 4096).WithGrad();
        Tensor y;
        using (SavedTensorStores.HalfPrecision()) y = x.Square().Sum();
        y.Backward();
        foreach ((float v, float g) in x.ToArray<float>().Zip(x.Grad!.ToArray<float>())) Assert.Equal(2 * v, g, Math.Abs(2 * v) / 128);
        Assert.Throws<ArgumentException>(() => SavedTensorStores.HalfPrecision(DType.Float32));
    }

    [Fact]
    public void Values_on_disk_come_back_exactly_and_the_files_go_with_them()
    {
        using TemporaryFolder folder = new();
        Tensor x = Tensor.Linspace(0.1, 2, 300).WithGrad(), small = Tensor.Of(2f).WithGrad();
        Tensor y;
        using (SavedTensorStores.OnDisk(folder.Path, smallest: 100)) y = (x.Log() * small).Sum();
        Assert.Equal(2, folder.Names.Length);
        y.Backward();
        Assert.Empty(folder.Names);
        foreach ((float v, float g) in x.ToArray<float>().Zip(x.Grad!.ToArray<float>())) Assert.Equal(2 / v, g, 1e-6f * Math.Abs(g));
        Assert.Throws<DirectoryNotFoundException>(() => SavedTensorStores.OnDisk(folder["missing"]));
    }

    [Fact]
    public void A_hook_that_returns_something_else_is_named()
    {
        Tensor x = Tensor.Of(2.0, 3).WithGrad();
        Tensor y;
        using (new SavedTensorHooks(value => value, stored => Tensor.Of(1.0))) y = x.Exp().Sum();
        Assert.Contains("Exp", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }
}

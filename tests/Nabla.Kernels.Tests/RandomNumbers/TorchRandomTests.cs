using Nabla.Kernels.RandomNumbers;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.RandomNumbers;

/// <summary>Numbers that PyTorch 1.13 gives on the CPU after <c>torch.manual_seed(42)</c>.</summary>
public class TorchRandomTests
{
    [Fact]
    public void Uniform_floats()
    {
        float[] y = new float[8];
        TorchRandom.Uniform(new Mt19937(42), y);
        Assert.Equal([0.8822692632675171f, 0.9150039553642273f, 0.38286375999450684f, 0.9593056440353394f, 0.3904482126235962f, 0.600895345211029f, 0.2565724849700928f, 0.7936413288116455f], y);
        TorchRandom.Uniform(new Mt19937(7), y.AsSpan(0, 5), -2, 3);
        Assert.Equal([0.6746127009391785f, -1.0059840679168701f, 1.2960584163665771f, 1.2844513654708862f, -0.8361921906471252f], y[..5]);
        TorchRandom.Uniform(new Mt19937(123456789012), y.AsSpan(0, 3));
        Assert.Equal([0.19758015871047974f, 0.0434032678604126f, 0.6520751118659973f], y[..3]);
    }

    [Fact]
    public void Uniform_doubles()
    {
        double[] y = new double[5];
        TorchRandom.Uniform(new Mt19937(42), y);
        Assert.Equal([0.05815448596142969, 0.06291016742457756, 0.12358607277440903, 0.05258016436107704, 0.5261718968547618], y);
    }

    [Fact]
    public void Normal_floats_in_groups_of_sixteen()
    {
        float[] y = new float[20];
        TorchRandom.Normal(new Mt19937(42), y);
        Close.To<float>([1.9269152879714966, 1.4872840642929077, 0.9007171988487244, -2.1055209636688232, -0.7581311464309692, 1.078317642211914, 0.8008005619049072, 1.680620551109314, 0.3558599054813385, -0.6866229772567749, -0.4933563470840454, 0.2414877861738205, -0.2316243201494217, 0.041759490966796875, -0.2515752911567688, 0.859858512878418, -0.3097267746925354, -0.3957104980945587, 0.8034093379974365, -0.6215953826904297], y, 1e-6);
    }

    [Fact]
    public void Normal_doubles_in_groups_of_sixteen()
    {
        double[] y = new double[17];
        TorchRandom.Normal(new Mt19937(42), y);
        Close.To<double>([0.2995562877502637, 1.504572275678796, 1.2715909667771088, 0.618669993885617, -0.03720300727052493, 1.0352472972512925, -0.010085521702337353, 0.08948016046560357, 0.038435238263354446, 0.3900034836035703, -0.5798414554742108, 0.875893884648022, 0.39238484373268534, 1.108461181451433, 0.8651734647119074, 0.855215961472287, 0.2494118796915765], y, 1e-14);
    }

    [Fact]
    public void Few_normal_numbers_share_pairs_across_calls()
    {
        Mt19937 generator = new(42);
        float[] y = new float[5];
        double[] z = new double[2];
        TorchRandom.Normal(generator, y);
        TorchRandom.Normal(generator, z);
        Close.To<float>([0.33669036626815796, 0.12880940735340118, 0.23446236550807953, 0.23033303022384644, -1.1228563785552979], y, 1e-6);
        Close.To<double>([-0.18632829929177447, 2.2082013355893912], z, 1e-14);
    }

    [Fact]
    public void Integers_permutations_and_coins()
    {
        long[] y = new long[8];
        TorchRandom.Integers(new Mt19937(42), y, -5, 100);
        Assert.Equal([52, -3, 41, 14, 76, 75, 35, 84], y);
        TorchRandom.Integers(new Mt19937(42), y.AsSpan(0, 4), 0, 1L << 40);
        Assert.Equal([441507790259, 395924837646, 458615280711, 810017303572], y[..4]);
        long[] order = new long[12];
        TorchRandom.Permutation(new Mt19937(42), order);
        Assert.Equal([6, 8, 1, 7, 0, 2, 10, 11, 4, 3, 5, 9], order);
        byte[] coins = new byte[16];
        TorchRandom.Bernoulli(new Mt19937(42), coins, 0.3);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0], coins);
    }

    [Fact]
    public void A_saved_state_continues_where_it_was()
    {
        Mt19937 generator = new(3);
        for (int i = 0; i < 1000; i++) generator.NextUInt32();
        generator.NextNormal();
        uint[] state = generator.Save();
        Mt19937 other = new(99);
        other.Load(state);
        Assert.Equal(generator.NextNormal(), other.NextNormal());
        for (int i = 0; i < 1000; i++) Assert.Equal(generator.NextUInt32(), other.NextUInt32());
        Assert.Throws<ArgumentException>(() => other.Load(state.AsSpan(1)));
        state[624] = 700;
        Assert.Throws<ArgumentException>(() => other.Load(state));
    }

    [Fact]
    public void The_reference_sequence_of_the_default_seed()
    {
        Mt19937 generator = new();
        for (int i = 1; i < 10_000; i++) generator.NextUInt32();
        Assert.Equal(4123659995u, generator.NextUInt32());
    }
}

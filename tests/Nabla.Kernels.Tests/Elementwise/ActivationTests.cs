using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Elementwise;

/// <summary>Activation functions and their gradients against values of PyTorch 1.13 in float64.</summary>
public unsafe class ActivationTests
{
    private static readonly double[] X = [-3, -2.5, -1, -0.5, 0, 0.5, 1, 2.5, 3, 30];

    [Fact]
    public void Relu() =>
        Check(new ReluKernel(), new ReluBackwardKernel(), false,
            [0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 2.5, 3.0, 30.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void Relu6() =>
        Check(new Relu6Kernel(), new Relu6BackwardKernel(), false,
            [0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 2.5, 3.0, 6.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0]);

    [Fact]
    public void LeakyRelu() =>
        Check(new LeakyReluKernel(0.1), new LeakyReluBackwardKernel(0.1), false,
            [-0.30000000000000004, -0.25, -0.1, -0.05, 0.0, 0.5, 1.0, 2.5, 3.0, 30.0],
            [0.1, 0.1, 0.1, 0.1, 0.1, 1.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void Elu() =>
        Check(new EluKernel(0.7, 1, 1), new EluBackwardKernel(0.7, 1, 1), false,
            [-0.6651490521424952, -0.6425405009632708, -0.44248439117999033, -0.2754285382011566, 0.0, 0.5, 1.0, 2.5, 3.0, 30.0],
            [0.03485094785750476, 0.05745949903672916, 0.2575156088200096, 0.42457146179884336, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void Selu() =>
        Check(new SeluKernel(), new EluBackwardKernel(1.6732632423543772848, 1.0507009873554804934, 1), false,
            [-1.6705687287671118, -1.6137857588732423, -1.1113307378125625, -0.6917581878028713, 0.0, 0.5253504936777402, 1.0507009873554805, 2.626752468388701, 3.1521029620664414, 31.521029620664414],
            [0.08753061208026487, 0.1443135819741343, 0.646768603034814, 1.0663411530445053, 1.7580993408473766, 1.0507009873554805, 1.0507009873554805, 1.0507009873554805, 1.0507009873554805, 1.0507009873554805]);

    [Fact]
    public void Celu() =>
        Check(new CeluKernel(1.3), new EluBackwardKernel(1.3, 1, 1 / 1.3), false,
            [-1.170662245356684, -1.1099964758069947, -0.6976198199994721, -0.415073882179599, 0.0, 0.5, 1.0, 2.5, 3.0, 30.0],
            [0.09949057572270627, 0.14615655212293557, 0.46336937315339527, 0.6807124136885438, 1.0000000366797828, 1.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void Gelu() =>
        Check(new GeluKernel(), new GeluBackwardKernel(), false,
            [-0.00404969409489031, -0.015524163314440398, -0.15865525393145702, -0.15426876936299344, 0.0, 0.34573123063700656, 0.841344746068543, 2.4844758366855597, 2.99595030590511, 30.0],
            [-0.01194564720418392, -0.03761108590814519, -0.08331547058768635, 0.13250487534383712, 0.5, 0.8674951246561629, 1.0833154705876864, 1.037611085908145, 1.011945647204184, 1.0]);

    [Fact]
    public void GeluTanh() =>
        Check(new GeluTanhKernel(), new GeluTanhBackwardKernel(), false,
            [-0.0036373920817729943, -0.015084266089998577, -0.1588080093917233, -0.15428599017485606, 0.0, 0.34571400982514394, 0.8411919906082768, 2.484915733910001, 2.996362607918227, 30.0],
            [-0.011584166630969648, -0.03795157621266618, -0.08296408384578258, 0.13263009646535764, 0.5, 0.8673699035346424, 1.0829640838457826, 1.037951576212666, 1.0115841666309695, 1.0]);

    [Fact]
    public void Sigmoid() =>
        Check(new SigmoidKernel(), new SigmoidBackwardKernel(), true,
            [0.04742587317756678, 0.07585818002124355, 0.2689414213699951, 0.3775406687981454, 0.5, 0.6224593312018546, 0.7310585786300049, 0.9241418199787566, 0.9525741268224334, 0.9999999999999065],
            [0.04517665973091214, 0.07010371654510815, 0.19661193324148185, 0.2350037122015945, 0.25, 0.2350037122015945, 0.19661193324148185, 0.07010371654510807, 0.045176659730912, 9.348077867342945e-14]);

    [Fact]
    public void LogSigmoid() =>
        Check(new LogSigmoidKernel(), new LogSigmoidBackwardKernel(), false,
            [-3.048587351573742, -2.5788897342925496, -1.3132616875182228, -0.9740769841801067, -0.6931471805599453, -0.4740769841801067, -0.31326168751822286, -0.07888973429254963, -0.04858735157374206, -9.357622968839737e-14],
            [0.9525741268224333, 0.9241418199787564, 0.7310585786300049, 0.6224593312018545, 0.5, 0.37754066879814546, 0.2689414213699951, 0.07585818002124356, 0.04742587317756679, 9.3576229688393e-14]);

    [Fact]
    public void Silu() =>
        Check(new SiluKernel(), new SiluBackwardKernel(), false,
            [-0.14227761953270035, -0.18964545005310887, -0.2689414213699951, -0.1887703343990727, 0.0, 0.3112296656009273, 0.7310585786300049, 2.3103545499468914, 2.8577223804672998, 29.999999999997197],
            [-0.08810410601516962, -0.09940111134152683, 0.07232948812851325, 0.2600388126973482, 0.5, 0.7399611873026519, 0.9276705118714869, 1.0994011113415267, 1.0881041060151693, 1.000000000002711]);

    [Fact]
    public void HardSigmoid() =>
        Check(new HardSigmoidKernel(), new HardSigmoidBackwardKernel(), false,
            [0.0, 0.08333333333333333, 0.3333333333333333, 0.4166666666666667, 0.5, 0.5833333333333334, 0.6666666666666666, 0.9166666666666666, 1.0, 1.0],
            [0.0, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0.1666666716337204, 0.0, 0.0]);

    [Fact]
    public void HardSwish() =>
        Check(new HardSwishKernel(), new HardSwishBackwardKernel(), false,
            [-0.0, -0.20833333333333334, -0.3333333333333333, -0.20833333333333334, 0.0, 0.2916666666666667, 0.6666666666666666, 2.2916666666666665, 3.0, 30.0],
            [-0.5, -0.33333333333333337, 0.16666666666666669, 0.33333333333333337, 0.5, 0.6666666666666666, 0.8333333333333333, 1.3333333333333335, 1.5, 1.0]);

    [Fact]
    public void Tanh() =>
        Check(new TanhKernel(), new TanhBackwardKernel(), true,
            [-0.9950547536867305, -0.9866142981514303, -0.7615941559557649, -0.46211715726000974, 0.0, 0.46211715726000974, 0.7615941559557649, 0.9866142981514303, 0.9950547536867305, 1.0],
            [0.009866037165440166, 0.02659222668316057, 0.41997434161402614, 0.7864477329659274, 1.0, 0.7864477329659274, 0.41997434161402614, 0.02659222668316057, 0.009866037165440166, 0.0]);

    [Fact]
    public void TanhShrink() =>
        Forward(new TanhShrinkKernel(), [-2.0049452463132695, -1.5133857018485697, -0.23840584404423515, -0.03788284273999026, 0.0, 0.03788284273999026, 0.23840584404423515, 1.5133857018485697, 2.0049452463132695, 29.0]);

    [Fact]
    public void HardTanh() =>
        Check(new HardTanhKernel(-0.75, 0.75), new HardTanhBackwardKernel(-0.75, 0.75), false,
            [-0.75, -0.75, -0.75, -0.5, 0.0, 0.5, 0.75, 0.75, 0.75, 0.75],
            [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);

    [Fact]
    public void Softplus() =>
        Check(new SoftplusKernel(2, 20), new SoftplusBackwardKernel(2, 20), false,
            [0.0012378425688652247, 0.003357674244559034, 0.06346400552148625, 0.15663084375911143, 0.34657359027997264, 0.6566308437591114, 1.0634640055214863, 2.503357674244559, 3.001237842568865, 30.0],
            [0.0024726231566347748, 0.006692850924284856, 0.11920292202211755, 0.2689414213699951, 0.5, 0.7310585786300049, 0.8807970779778824, 0.9933071490757152, 0.9975273768433652, 1.0]);

    [Fact]
    public void Mish() =>
        Check(new MishKernel(), new MishBackwardKernel(), false,
            [-0.1456474612756246, -0.19681620390653332, -0.30340146137410895, -0.22074377465173, 0.0, 0.37524521130489513, 0.8650983882673103, 2.471392304557881, 2.9865350049679575, 30.0],
            [-0.09339311453232084, -0.10974357275018568, 0.059216755877395014, 0.28951067791351226, 0.6, 0.8864243753577273, 1.0490362200997922, 1.041129530131353, 1.0211069109294435, 1.0]);

    [Fact]
    public void SoftSign() =>
        Check(new SoftSignKernel(), new SoftSignBackwardKernel(), false,
            [-0.75, -0.7142857142857143, -0.5, -0.3333333333333333, 0.0, 0.3333333333333333, 0.5, 0.7142857142857143, 0.75, 0.967741935483871],
            [0.0625, 0.08163265306122447, 0.25, 0.4444444444444444, 1.0, 0.4444444444444444, 0.25, 0.08163265306122447, 0.0625, 0.00104058272632674]);

    [Fact]
    public void SoftShrink() =>
        Check(new SoftShrinkKernel(0.6), new ShrinkBackwardKernel(0.6), false,
            [-2.4, -1.9, -0.4, 0.0, 0.0, 0.0, 0.4, 1.9, 2.4, 29.4],
            [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void HardShrink() =>
        Check(new HardShrinkKernel(0.6), new ShrinkBackwardKernel(0.6), false,
            [-3.0, -2.5, -1.0, 0.0, 0.0, 0.0, 1.0, 2.5, 3.0, 30.0],
            [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);

    [Fact]
    public void Threshold() =>
        Check(new ThresholdKernel(0.4, -7), new ThresholdBackwardKernel(0.4), false,
            [-7.0, -7.0, -7.0, -7.0, -7.0, 0.5, 1.0, 2.5, 3.0, 30.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]);

    private static void Forward<K>(K kernel, double[] expected) where K : struct, IUnaryKernel
    {
        double[] y = new double[X.Length];
        float[] narrow = Array.ConvertAll(X, v => (float)v), z = new float[X.Length];
        fixed (double* p = X, q = y) Pointwise.Unary(kernel, p, q, X.Length);
        fixed (float* p = narrow, q = z) Pointwise.Unary(kernel, p, q, X.Length);
        Close.To<double>(expected, y, 1e-14, K.Name);
        Close.To<float>(expected, z, 1e-6, K.Name);
    }

    private static void Check<K, B>(K kernel, B backward, bool fromOutput, double[] expected, double[] gradient) where K : struct, IUnaryKernel where B : struct, IBinaryKernel
    {
        Forward(kernel, expected);
        double[] saved = fromOutput ? expected : X;
        double[] ones = new double[X.Length], dx = new double[X.Length];
        Array.Fill(ones, 1);
        fixed (double* g = ones, s = saved, d = dx) Pointwise.Binary(backward, g, s, d, X.Length);
        // PyTorch keeps a few constants (one sixth) in single precision.
        Close.To<double>(gradient, dx, B.Name is "hardsigmoid_backward" or "elu_backward" ? 5e-8 : 1e-14, B.Name);
        float[] up = Array.ConvertAll(ones, v => (float)v), narrow = Array.ConvertAll(saved, v => (float)v), df = new float[X.Length];
        fixed (float* g = up, s = narrow, d = df) Pointwise.Binary(backward, g, s, d, X.Length);
        Close.To<float>(gradient, df, 2e-6, B.Name);
    }
}

namespace Nabla.Vision;

/// <summary>35x35 maps: 1x1, 5x5, two 3x3, pool.</summary>
internal sealed class InceptionA(Weights w, int inputs, int pool) : Module(w)
{
    private readonly BasicConv2d _one = new(w["branch1x1"], inputs, 64, 1);
    private readonly BasicConv2d _five1 = new(w["branch5x5_1"], inputs, 48, 1), _five2 = new(w["branch5x5_2"], 48, 64, 5, padding: 2);
    private readonly BasicConv2d _three1 = new(w["branch3x3dbl_1"], inputs, 64, 1), _three2 = new(w["branch3x3dbl_2"], 64, 96, 3, padding: 1);
    private readonly BasicConv2d _three3 = new(w["branch3x3dbl_3"], 96, 96, 3, padding: 1);
    private readonly BasicConv2d _pool = new(w["branch_pool"], inputs, pool, 1);

    public override Tensor Forward(Tensor x) => Tensor.Cat(
        [_one.Call(x), _five2.Call(_five1.Call(x)), _three3.Call(_three2.Call(_three1.Call(x))), _pool.Call(Functional.AvgPool2d(x, 3, 1, 1))], 1);
}

/// <summary>35x35 to 17x17.</summary>
internal sealed class InceptionB(Weights w, int inputs) : Module(w)
{
    private readonly BasicConv2d _three = new(w["branch3x3"], inputs, 384, 3, 2);
    private readonly BasicConv2d _double1 = new(w["branch3x3dbl_1"], inputs, 64, 1), _double2 = new(w["branch3x3dbl_2"], 64, 96, 3, padding: 1);
    private readonly BasicConv2d _double3 = new(w["branch3x3dbl_3"], 96, 96, 3, 2);

    public override Tensor Forward(Tensor x) =>
        Tensor.Cat([_three.Call(x), _double3.Call(_double2.Call(_double1.Call(x))), Functional.MaxPool2d(x, 3, 2)], 1);
}

/// <summary>17x17 maps: 7x7 convolutions taken apart into 1x7 and 7x1.</summary>
internal sealed class InceptionC(Weights w, int width) : Module(w)
{
    private readonly BasicConv2d _one = new(w["branch1x1"], 768, 192, 1);
    private readonly Sequence _seven = new(
        new(w["branch7x7_1"], 768, width, 1), new(w["branch7x7_2"], width, width, (1, 7), padding: (0, 3)), new(w["branch7x7_3"], width, 192, (7, 1), padding: (3, 0)));

    private readonly Sequence _double = new(
        new(w["branch7x7dbl_1"], 768, width, 1),
        new(w["branch7x7dbl_2"], width, width, (7, 1), padding: (3, 0)), new(w["branch7x7dbl_3"], width, width, (1, 7), padding: (0, 3)),
        new(w["branch7x7dbl_4"], width, width, (7, 1), padding: (3, 0)), new(w["branch7x7dbl_5"], width, 192, (1, 7), padding: (0, 3)));

    private readonly BasicConv2d _pool = new(w["branch_pool"], 768, 192, 1);

    public override Tensor Forward(Tensor x) =>
        Tensor.Cat([_one.Call(x), _seven.Run(x), _double.Run(x), _pool.Call(Functional.AvgPool2d(x, 3, 1, 1))], 1);
}

/// <summary>17x17 to 8x8.</summary>
internal sealed class InceptionD(Weights w, int inputs) : Module(w)
{
    private readonly Sequence _three = new(new(w["branch3x3_1"], inputs, 192, 1), new(w["branch3x3_2"], 192, 320, 3, 2));
    private readonly Sequence _seven = new(
        new(w["branch7x7x3_1"], inputs, 192, 1), new(w["branch7x7x3_2"], 192, 192, (1, 7), padding: (0, 3)),
        new(w["branch7x7x3_3"], 192, 192, (7, 1), padding: (3, 0)), new(w["branch7x7x3_4"], 192, 192, 3, 2));

    public override Tensor Forward(Tensor x) => Tensor.Cat([_three.Run(x), _seven.Run(x), Functional.MaxPool2d(x, 3, 2)], 1);
}

/// <summary>8x8 maps: 3x3 convolutions split into 1x3 and 3x1 side by side.</summary>
internal sealed class InceptionE(Weights w, int inputs) : Module(w)
{
    private readonly BasicConv2d _one = new(w["branch1x1"], inputs, 320, 1);
    private readonly BasicConv2d _three = new(w["branch3x3_1"], inputs, 384, 1);
    private readonly BasicConv2d _threeA = new(w["branch3x3_2a"], 384, 384, (1, 3), padding: (0, 1)), _threeB = new(w["branch3x3_2b"], 384, 384, (3, 1), padding: (1, 0));
    private readonly Sequence _double = new(new(w["branch3x3dbl_1"], inputs, 448, 1), new(w["branch3x3dbl_2"], 448, 384, 3, padding: 1));
    private readonly BasicConv2d _doubleA = new(w["branch3x3dbl_3a"], 384, 384, (1, 3), padding: (0, 1)), _doubleB = new(w["branch3x3dbl_3b"], 384, 384, (3, 1), padding: (1, 0));
    private readonly BasicConv2d _pool = new(w["branch_pool"], inputs, 192, 1);

    public override Tensor Forward(Tensor x)
    {
        Tensor three = _three.Call(x), twice = _double.Run(x), pool = _pool.Call(Functional.AvgPool2d(x, 3, 1, 1));
        return Tensor.Cat([_one.Call(x), _threeA.Call(three), _threeB.Call(three), _doubleA.Call(twice), _doubleB.Call(twice), pool], 1);
    }
}

/// <summary>The auxiliary classifier on the last 17x17 map.</summary>
internal sealed class InceptionV3Aux(Weights w, int inputs, int classes) : Module(w)
{
    private readonly BasicConv2d _conv0 = new(w["conv0"], inputs, 128, 1), _conv1 = new(w["conv1"], 128, 768, 5, deviation: 0.01);
    private readonly Linear _fc = new(w["fc"], 768, classes, true, Init.TruncatedNormal(0, 0.001));

    public override Tensor Forward(Tensor x) => _fc.Call(Blocks.GlobalPool(_conv1.Call(_conv0.Call(Functional.AvgPool2d(x, 5, 3)))));
}

/// <summary>Convolutions one after the other, under names of their own.</summary>
internal sealed class Sequence(params BasicConv2d[] layers)
{
    public Tensor Run(Tensor x)
    {
        foreach (BasicConv2d layer in layers) x = layer.Call(x);
        return x;
    }
}

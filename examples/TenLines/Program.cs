using Nabla;

Tensor x = Tensor.Linspace(-1, 1, 100), y = (3 * x) + 2;
Tensor slope = Tensor.Zeros([1]).WithGrad(), offset = Tensor.Zeros([1]).WithGrad();
for (int step = 0; step < 100; step++)
{
    ((slope * x) + offset - y).Square().Mean().Backward();
    slope = (slope - (0.5 * slope.Grad!)).Detach().WithGrad();
    offset = (offset - (0.5 * offset.Grad!)).Detach().WithGrad();
}
Console.WriteLine($"y = {slope.Item():F3} x + {offset.Item():F3}");

using CustomOp;
using Nabla;

Tensor x = Tensor.Of(-1.0, 0.0, 0.5, 2.0).WithGrad();
Tensor y = x.Snake(frequency: 2);
y.Sum().Backward();
Console.WriteLine($"y  = {y}");
Console.WriteLine($"y' = {x.Grad}");

// First and second derivatives against finite differences; both throw when something is wrong.
GradCheck.Verify(t => t.Snake(2), x);
GradGradCheck.Verify(t => t.Snake(2), x);
Console.WriteLine("gradients agree with finite differences");

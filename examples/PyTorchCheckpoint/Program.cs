using Nabla;
using Nabla.Formats.PyTorch;

// dotnet run --project examples/PyTorchCheckpoint -- model.pt
string path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "module_state.pt");
StateDict state = PyTorchFile.Load(path);
foreach ((string key, Tensor value) in state) Console.WriteLine($"{key,-32} {value.DType,-9} {value.Shape}");
Console.WriteLine($"{state.Count} tensors, {state.Values.Sum(value => value.Count):N0} numbers");

using System.Diagnostics;
using System.Globalization;
using Nabla;
using Nabla.Kernels.Threading;

// THREADS [NAME...]   median milliseconds of a step over ResNet-50's parameters, one line an optimiser; "touch" is the traffic of AdamW alone.
// Run together with the peer by benchmarks/run-optimizers.sh.
WorkPool.Threads = int.Parse(args[0], CultureInfo.InvariantCulture);
Parameter[] parameters = [.. ResNet50Shapes.All.Select((shape, i) => Weights.Random((ulong)i)[$"p{i}"].Get("weight", shape, Init.Uniform(0.1)))];
foreach (Parameter parameter in parameters) parameter.Grad = Tensor.Full(parameter.Shape, 1e-3);
Dictionary<string, Func<Action>> works = new()
{
    ["touch"] = () =>
    {
        Tensor[] first = [.. parameters.Select(p => Tensor.Zeros(p.Shape))], second = [.. parameters.Select(p => Tensor.Zeros(p.Shape))];
        IFusedOptimizers kernels = (IFusedOptimizers)parameters[0].Value.Backend;
        return () =>
        {
            for (int i = 0; i < parameters.Length; i++) kernels.Step(parameters[i].Value, parameters[i].Grad!, first[i], second[i], null, default(TouchRule));
        };
    },
    ["AdamW"] = () => new AdamW(parameters).Step,
    ["Adam"] = () => new Adam(parameters).Step,
    ["SGD"] = () => new SGD(parameters, new(1e-3, 0.9)).Step,
    ["RMSprop"] = () => new RMSprop(parameters).Step,
    ["Adagrad"] = () => new Adagrad(parameters).Step,
    ["Adadelta"] = () => new Adadelta(parameters).Step,
    ["Adamax"] = () => new Adamax(parameters).Step,
    ["NAdam"] = () => new NAdam(parameters).Step,
    ["RAdam"] = () => new RAdam(parameters).Step,
    ["Lion"] = () => new Lion(parameters).Step,
    ["AdamW8bit"] = () => new AdamW8bit(parameters).Step,
};
foreach (string name in args.Length > 1 ? args[1..] : [.. works.Keys])
{
    Action step = works[name]();
    long begin = Stopwatch.GetTimestamp();
    for (int i = 0; i < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.5; i++) step();
    List<double> samples = [];
    for (int i = 0; i < 15; i++)
    {
        long start = Stopwatch.GetTimestamp();
        step();
        samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
    samples.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {samples[7]:F2}"));
    GC.Collect();
}

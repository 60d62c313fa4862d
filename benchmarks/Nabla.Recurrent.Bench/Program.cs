using System.Diagnostics;
using System.Globalization;
using Nabla;
using Nabla.Kernels.Threading;

// Median milliseconds of a forward pass, or of forward and backward, of a recurrent network: see run-recurrent.sh.
// usage: lstm|gru|rnn forward|train THREADS T N INPUTS UNITS LAYERS
if (args.Length != 8)
{
    Console.Error.WriteLine("usage: lstm|gru|rnn forward|train THREADS T N INPUTS UNITS LAYERS");
    return 2;
}
int[] n = [.. args[2..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
WorkPool.Threads = n[0];
Weights w = Weights.Random(1);
RecurrentModule network = args[0] switch
{
    "lstm" => new LSTM(w, n[3], n[4], n[5]),
    "gru" => new GRU(w, n[3], n[4], n[5]),
    _ => new RNN(w, n[3], n[4], n[5]),
};
bool train = args[1] == "train";
Tensor x = Tensor.Normal(0, 1, [n[1], n[2], n[3]]);
List<double> times = [];
long begin = Stopwatch.GetTimestamp();
// The just-in-time compiler settles within the first second.
while (times.Count < 9 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 2.5)
{
    long start = Stopwatch.GetTimestamp();
    using (TensorScope scope = new())
    {
        using GradMode.Restore mode = GradMode.Set(train);
        Tensor y = network.Call(x);
        if (train)
        {
            y.Sum().Backward();
            network.ZeroGrad();
        }
    }
    if (Stopwatch.GetElapsedTime(begin).TotalSeconds > 1) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
}
times.Sort();
Console.WriteLine(times[times.Count / 2].ToString("F3", CultureInfo.InvariantCulture));
return 0;

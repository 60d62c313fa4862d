using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Benchmarks.Accuracy;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench accuracy</c>: the largest error of activations over every float32 number.</summary>
internal static class BenchAccuracyCommand
{
    public static Command Create()
    {
        Argument<string[]> names = new("NAME") { Description = $"Functions: {string.Join(", ", AccurateFunction.All.Select(one => one.Name))}; all of them when omitted.", Arity = ArgumentArity.ZeroOrMore };
        Option<int> stride = GlobalOptions.Number("--stride", "Step over bit patterns: 1 takes every one of the 2^32, which takes minutes a function.", (int value) => value >= 1, "at least 1");
        stride.DefaultValueFactory = _ => 1;
        Option<float> low = new("--from") { Description = "Smallest number that counts.", DefaultValueFactory = _ => float.NegativeInfinity };
        Option<float> high = new("--to") { Description = "Largest number that counts.", DefaultValueFactory = _ => float.PositiveInfinity };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("accuracy", "Largest error of float32 activations in units in the last place, over every float32 number.") { names, stride, low, high, json };
        command.SetAction(parsed =>
        {
            string[] wanted = parsed.GetValue(names) ?? [];
            if (Array.Find(wanted, name => AccurateFunction.All.All(one => one.Name != name)) is { } unknown)
                throw new UsageException($"There is no function '{unknown}'; expected {string.Join(", ", AccurateFunction.All.Select(one => one.Name))}.");
            if (!(parsed.GetValue(low) <= parsed.GetValue(high))) throw new UsageException($"No number lies between --from {parsed.GetValue(low)} and --to {parsed.GetValue(high)}.");
            bool quiet = parsed.GetValue(json);
            if (!quiet) Console.WriteLine($"{"function",-16}{"numbers",14}{"worst ulp",12}{"at",18}{"above 1 ulp",14}{"above 2 ulp",14}");
            List<EveryFloat> results = [];
            foreach (AccurateFunction one in AccurateFunction.All.Where(one => wanted.Length == 0 || wanted.Contains(one.Name)))
            {
                EveryFloat result = EveryFloat.Measure(one, (uint)parsed.GetValue(stride), parsed.GetValue(low), parsed.GetValue(high));
                results.Add(result);
                if (!quiet) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Name,-16}{result.Values,14:N0}{result.Worst,12:F3}{result.At,18:R}{result.BeyondOne,14:P2}{result.BeyondTwo,14:N0}"));
            }
            if (!quiet) return;
            JsonOutput.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (EveryFloat result in results)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", result.Function.Name);
                    writer.WriteNumber("numbers", result.Values);
                    writer.WriteNumber("worst_ulp", result.Worst);
                    writer.WriteNumber("at", result.At);
                    writer.WriteNumber("above_two_ulp", result.BeyondTwo);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        });
        return command;
    }
}

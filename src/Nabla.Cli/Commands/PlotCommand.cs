using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Plots;
using Nabla.Vision.Plots;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla plot</c>: figures of the toolbox, as SVG or a picture.</summary>
internal static class PlotCommand
{
    public static Command Create() => new("plot", "Draws figures as SVG or PNG.") { Activations(), Descents(), Widths() };

    private static Option<string> Output(string name) => new("--output") { Description = "File to write, .svg or .png.", DefaultValueFactory = _ => name };

    private static Command Activations()
    {
        Argument<string[]> names = new("names") { Description = "Activations, such as GELU; all when omitted.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> output = Output("activations.svg");
        Option<double> range = GlobalOptions.Number<double>("--range", "Draw from -X to X.", value => value > 0 && double.IsFinite(value), "positive");
        range.DefaultValueFactory = _ => 5;
        Command command = new("activations", "Functions and their derivatives.") { names, output, range };
        command.SetAction(parsed =>
        {
            double reach = parsed.GetValue(range);
            (string Name, Func<Tensor, Tensor> Function)[] chosen = [.. ActivationCatalog.Choose(parsed.GetValue(names) ?? [])];
            Plot plot = new(Math.Min(4, chosen.Length), 300, 230);
            foreach ((string name, Func<Tensor, Tensor> function) in chosen)
            {
                Tensor x = Tensor.Linspace(-reach, reach, 161, DType.Float64).WithGrad();
                Tensor y = function(x);
                double[] at = x.Detach().ToArray<double>(), value = y.Detach().ToArray<double>();
                double[] slope = y.RequiresGrad ? Autograd.Grad(y.Sum(), [x])[0]!.ToArray<double>() : new double[at.Length];
                plot.Add(name).Line("f", at, value).Line("f'", at, slope, dashed: true);
            }
            Save(plot, parsed.GetRequiredValue(output));
        });
        return command;
    }

    private static Command Descents()
    {
        Option<string> output = Output("descents.svg");
        Command command = new("descents", "Full, mini-batch and stochastic gradient descent side by side.") { output };
        command.SetAction(parsed =>
        {
            int seed = (int)parsed.GetValue(GlobalOptions.Seed);
            Plot plot = new(2);
            PlotPanel distance = plot.Add("distance from the minimum", "step"), path = plot.Add("path", "w1", "w2");
            distance.LogY = true;
            foreach ((string name, int batch) in ((string, int)[])[("BGD (all 100)", 100), ("MBGD (10)", 10), ("SGD (1)", 1)])
            {
                (double[] distances, double[] x, double[] y) = DescentPaths.Run(batch, seed);
                distance.Line(name, [.. Enumerable.Range(1, DescentPaths.Steps).Select(k => (double)k)], distances);
                path.Line(name, x, y, dots: true);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: distance {distances[0]:0.00} after the first step, {distances[^10..].Average():0.0000} over the last ten"));
            }
            Save(plot, parsed.GetRequiredValue(output));
        });
        return command;
    }

    private static Command Widths()
    {
        Option<string> output = Output("width-transfer.svg");
        Option<int> steps = GlobalOptions.Number<int>("--steps", "Training steps a run.", value => value >= 1, "1 or more");
        steps.DefaultValueFactory = _ => 150;
        Option<int[]> widths = new("--widths") { Description = "Hidden widths.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [32, 128, 512] };
        Command command = new("width-transfer", "Loss over learning rate at several widths, standard and muP.") { output, steps, widths };
        command.SetAction(parsed =>
        {
            int[] sizes = parsed.GetRequiredValue(widths);
            if (sizes.Length == 0 || sizes.Any(size => size < 1)) throw new UsageException("--widths expects positive numbers.");
            double[] rates = [.. Enumerable.Range(0, 9).Select(i => Math.Pow(2, i - 11))];
            Plot plot = new(2);
            foreach (bool maximal in (bool[])[false, true])
            {
                string title = maximal ? "muP" : "standard";
                double[,] losses = WidthTransfer.Losses(maximal, sizes, rates, parsed.GetValue(steps), parsed.GetValue(GlobalOptions.Seed));
                PlotPanel panel = plot.Add(title, "learning rate", "loss");
                (panel.LogX, panel.LogY) = (true, true);
                for (int i = 0; i < sizes.Length; i++)
                {
                    double[] row = [.. Enumerable.Range(0, rates.Length).Select(j => losses[i, j])];
                    int best = Array.IndexOf(row, row.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min());
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-8} width {sizes[i],5}: best rate 2^{Math.Log2(rates[Math.Max(0, best)]):0}, loss {row[Math.Max(0, best)]:0.0000}"));
                    panel.Line($"width {sizes[i]}", rates, row, dots: true);
                }
            }
            Save(plot, parsed.GetRequiredValue(output));
        });
        return command;
    }

    private static void Save(Plot plot, string path)
    {
        plot.Save(path);
        Console.WriteLine($"wrote {path}");
    }
}

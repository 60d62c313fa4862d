using System.Text;

namespace Nabla.Cli.CharLm;

/// <summary>Writes text with a character model.</summary>
internal static class CharSampler
{
    /// <summary>The prompt and the characters that follow it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="alphabet">Its characters.</param>
    /// <param name="prompt">One character or more.</param>
    /// <param name="length">Characters to write.</param>
    /// <param name="temperature">0 takes the likeliest; 1 follows the model's shares; more is wilder.</param>
    /// <param name="seed">Of the draws.</param>
    public static string Write(CharModel model, string alphabet, string prompt, int length, double temperature, ulong seed)
    {
        if (prompt.Length == 0) throw new UsageException("The prompt must have at least one character.");
        bool training = model.IsTraining;
        model.Eval();
        using GradMode.Restore mode = GradMode.Inference();
        Philox generator = new(seed);
        float[] draws = new float[length];
        generator.Uniform(draws);
        StringBuilder text = new(prompt);
        int[] letters = CharText.Encode(prompt, alphabet);
        IReadOnlyList<Tensor>? state = null;
        for (int i = 0; i < length; i++)
        {
            using TensorScope scope = new();
            (Tensor scores, IReadOnlyList<Tensor> next) = model.Advance(Tensor.Of([.. letters.Select(letter => (long)letter)], [1, letters.Length]), state);
            foreach (Tensor old in state ?? []) old.Dispose();
            state = [.. next.Select(tensor => tensor.Persist())];
            int chosen = Choose(scores.Select(0, letters.Length - 1).ToArray<float>(), temperature, draws[i]);
            text.Append(alphabet[chosen]);
            letters = [chosen];
        }
        model.Train(training);
        return text.ToString();
    }

    private static int Choose(float[] scores, double temperature, double draw)
    {
        int best = Array.IndexOf(scores, scores.Max());
        if (temperature == 0) return best;
        double[] shares = [.. scores.Select(score => Math.Exp((score - scores[best]) / temperature))];
        double left = draw * shares.Sum();
        for (int i = 0; i < shares.Length; i++)
        {
            left -= shares[i];
            if (left < 0) return i;
        }
        return best;
    }
}

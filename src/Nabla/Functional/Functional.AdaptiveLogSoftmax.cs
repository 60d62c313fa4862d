namespace Nabla;

public static partial class Functional
{
    /// <summary>Log-probabilities of target classes when frequent classes share a head with one entry for each cluster of rare ones. Grave et al. (2017).</summary>
    /// <param name="x">Features [N, in].</param>
    /// <param name="target">Class numbers [N], an integer dtype.</param>
    /// <param name="cutoffs">Where the clusters start, ascending, and the number of classes last.</param>
    /// <param name="head">Weight [cutoffs[0] + clusters, in].</param>
    /// <param name="headBias">[cutoffs[0] + clusters], or null.</param>
    /// <param name="tails">For each cluster a projection [hidden, in] and a weight [classes of the cluster, hidden].</param>
    /// <returns>[N].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A class number is out of range or not an integer.</exception>
    [Export("nn.functional.adaptive_log_softmax")]
    public static Tensor AdaptiveLogSoftmax(
        Tensor x, Tensor target, IReadOnlyList<long> cutoffs, Tensor head, Tensor? headBias, IReadOnlyList<(Tensor Projection, Tensor Weight)> tails)
    {
        if (!target.DType.IsInteger()) throw new ArgumentException($"AdaptiveLogSoftmax expects integer class numbers; got {target.DType.Name()}.", nameof(target));
        if (x.Rank != 2 || target.Shape != new Shape(x.Shape[0])) throw new ShapeMismatchException($"AdaptiveLogSoftmax expects features [N, in] and class numbers [N]; got {x.Shape} and {target.Shape}.", nameof(target));
        if (cutoffs.Count != tails.Count + 1) throw new ArgumentException($"{cutoffs.Count} cutoffs do not go with {tails.Count} clusters.", nameof(cutoffs));
        long[] labels = target.ToInt64().ToArray<long>(), places = new long[labels.Length];
        List<long>[] rows = [.. tails.Select(_ => new List<long>())];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= cutoffs[^1]) throw new ArgumentOutOfRangeException(nameof(target), labels[i], $"A class number must be in 0..{cutoffs[^1] - 1}.");
            int cluster = 0;
            while (labels[i] >= cutoffs[cluster]) cluster++;
            places[i] = cluster == 0 ? labels[i] : cutoffs[0] + cluster - 1;
            if (cluster > 0) rows[cluster - 1].Add(i);
        }
        Tensor output = Linear(x, head, headBias).LogSoftmax(1).Gather(1, Tensor.Of(places, [places.Length, 1])).Squeeze(1);
        for (int cluster = 0; cluster < tails.Count; cluster++)
        {
            if (rows[cluster].Count == 0) continue;
            Tensor chosen = Tensor.Of(rows[cluster].ToArray());
            Tensor local = Tensor.Of([.. rows[cluster].Select(row => labels[row] - cutoffs[cluster])], [rows[cluster].Count, 1]);
            Tensor scores = Linear(Linear(x.IndexSelect(0, chosen), tails[cluster].Projection), tails[cluster].Weight).LogSoftmax(1);
            output = output.IndexAdd(0, chosen, scores.Gather(1, local).Squeeze(1));
        }
        return output;
    }
}

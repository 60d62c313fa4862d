namespace Nabla.Vision.Detection;

/// <summary>Settings of an <see cref="SppDetector"/>.</summary>
[Export("vision.detection.SppDetectorOptions")]
public sealed record SppDetectorOptions
{
    /// <summary>Lengths of the shorter side at which a picture is looked at; each box is taken from where it comes closest to <see cref="Side"/>².</summary>
    public IReadOnlyList<int> Scales { get; init; } = [480, 576, 688, 864, 1200];

    /// <summary>The side that a box should have in the resized picture.</summary>
    public int Side { get; init; } = 224;

    /// <summary>Proposals that overlap no object of a class by more are its negative examples.</summary>
    public double Negative { get; init; } = 0.3;

    /// <summary>Proposals that overlap an object by at least so much teach the regressor.</summary>
    public double Near { get; init; } = 0.6;

    /// <summary>Of two boxes of a class that overlap by more only the better one is kept.</summary>
    public double Suppression { get; init; } = 0.3;

    /// <summary>Boxes that score less are not given.</summary>
    public double LeastScore { get; init; }

    /// <summary>How often negatives that the machine finds hard are added to its examples.</summary>
    public int MiningRounds { get; init; } = 2;

    /// <summary>Negatives to begin with, for each positive example.</summary>
    public int FirstNegatives { get; init; } = 20;

    /// <summary>Penalty of the regression's weights.</summary>
    public double Ridge { get; init; } = 1000;

    /// <summary>The mean length that features are brought to before the machines see them.</summary>
    public double FeatureNorm { get; init; } = 20;

    /// <summary>The support vector machines.</summary>
    public LinearSvmOptions Machine { get; init; } = new();
}

/// <summary>A picture to learn from.</summary>
/// <param name="Picture">[1, C, H, W], normalised.</param>
/// <param name="Truths">[G, 4] (x1, y1, x2, y2) in pixels.</param>
/// <param name="Labels">The class of each truth.</param>
/// <param name="Proposals">[P, 4]: boxes that may hold objects.</param>
[Export("vision.detection.SppExample")]
public sealed record SppExample(Tensor Picture, Tensor Truths, IReadOnlyList<int> Labels, Tensor Proposals);

/// <summary>A found object.</summary>
/// <param name="Class">Number of the class.</param>
/// <param name="Score">Of its support vector machine; above 0 means yes.</param>
/// <param name="Left">x1 in pixels.</param>
/// <param name="Top">y1.</param>
/// <param name="Right">x2.</param>
/// <param name="Bottom">y2.</param>
[Export("vision.detection.SppDetection")]
public readonly record struct SppDetection(int Class, float Score, float Left, float Top, float Right, float Bottom);

/// <summary>
/// SPP-net's detector: the convolutions run once a picture and size, the pyramid pools every proposed box from their map, one support vector machine a class
/// judges its features, ridge regression mends the box. He et al., Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition (2014), section 4.
/// </summary>
[Export("vision.detection.SppDetector")]
public sealed class SppDetector
{
    private readonly SppNet _network;
    private readonly SppDetectorOptions _options;
    private LinearSvm?[] _machines = [];
    private double _factor = 1;
    private BoxRegressor?[] _regressors = [];

    /// <summary>A detector that knows no class yet.</summary>
    /// <param name="network">Trained convolutions and linear layers; used in evaluation mode.</param>
    /// <param name="options">Settings.</param>
    public SppDetector(SppNet network, SppDetectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _options) = (network, options ?? new());
        if (_options.Scales.Count == 0 || _options.Scales.Any(scale => scale < 1)) throw new ArgumentException("At least one positive scale is needed.", nameof(options));
        _network.Eval();
    }

    /// <summary>Features of boxes: what the pyramid pools from the map, and what the hidden linear layers make of it.</summary>
    /// <param name="picture">[1, C, H, W].</param>
    /// <param name="boxes">[N, 4] (x1, y1, x2, y2) in pixels.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public (Tensor Pooled, Tensor Hidden) Features(Tensor picture, Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(boxes);
        if (picture.Rank != 4 || picture.Shape[0] != 1) throw new ArgumentException($"One picture [1, C, H, W] is expected; got {picture.Shape}.", nameof(picture));
        if (boxes.Rank != 2 || boxes.Shape[1] != 4 || boxes.Shape[0] == 0) throw new ArgumentException($"Boxes [N, 4] (x1, y1, x2, y2) are expected; got {boxes.Shape}.", nameof(boxes));
        using GradMode.Restore mode = GradMode.NoGrad();
        float[] corners = boxes.ToFloat32().ToArray<float>();
        int count = corners.Length / 4;
        double shorter = Math.Min(picture.Shape[2], picture.Shape[3]);
        int[] at = [.. Enumerable.Range(0, count).Select(i => Scale(corners.AsSpan(4 * i, 4), shorter))];
        Tensor[] rows = new Tensor[count];
        for (int scale = 0; scale < _options.Scales.Count; scale++)
        {
            int[] here = [.. Enumerable.Range(0, count).Where(i => at[i] == scale)];
            if (here.Length == 0) continue;
            double factor = _options.Scales[scale] / shorter;
            Tensor resized = Functional.Interpolate(picture, ((int)Math.Round(picture.Shape[2] * factor), (int)Math.Round(picture.Shape[3] * factor)), mode: InterpolateMode.Linear);
            Tensor map = _network.Maps(resized);
            Tensor pooled = _network.Pool(map, [.. here.Select(i => Region(corners.AsSpan(4 * i, 4), factor, map))]);
            for (int j = 0; j < here.Length; j++) rows[here[j]] = pooled.Narrow(0, j, 1);
        }
        Tensor all = Tensor.Cat(rows, 0);
        return (all, _network.Hidden(all));
    }

    /// <summary>Learns classes 0..<paramref name="classes"/> - 1 from pictures whose objects are known; what was learnt before is forgotten.</summary>
    /// <exception cref="ArgumentException">A class has no object, or nothing that it could be told from.</exception>
    public void Train(IReadOnlyList<SppExample> examples, int classes)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        List<(SppExample Example, Tensor Pooled, Tensor Hidden, Tensor Truth, double[] Overlaps)> seen = [];
        foreach (SppExample example in examples)
        {
            (Tensor pooled, Tensor hidden) = Features(example.Picture, example.Proposals);
            Tensor truth = example.Labels.Count == 0 ? Tensor.Zeros([0, hidden.Shape[1]]) : Features(example.Picture, example.Truths).Hidden;
            seen.Add((example, pooled, hidden, truth, example.Labels.Count == 0 ? [] : BoxOps.Iou(example.Proposals, example.Truths).ToArray<double>()));
        }
        double length = seen.Average(one => one.Hidden.Square().Sum([1]).Sqrt().Mean().Item());
        _factor = length > 0 ? _options.FeatureNorm / length : 1;
        (_machines, _regressors) = (new LinearSvm[classes], new BoxRegressor[classes]);
        for (int number = 0; number < classes; number++)
        {
            List<Tensor> positives = [], negatives = [], nearPooled = [], nearBoxes = [], nearTruths = [];
            foreach ((SppExample example, Tensor pooled, Tensor hidden, Tensor truth, double[] overlaps) in seen)
            {
                int truths = example.Labels.Count;
                int[] own = [.. Enumerable.Range(0, truths).Where(t => example.Labels[t] == number)];
                foreach (int t in own) positives.Add(truth.Narrow(0, t, 1));
                for (int p = 0; p < example.Proposals.Shape[0]; p++)
                {
                    int best = own.Length == 0 ? -1 : own.MaxBy(t => overlaps[(p * truths) + t]);
                    double overlap = best < 0 ? 0 : overlaps[(p * truths) + best];
                    if (overlap < _options.Negative) negatives.Add(hidden.Narrow(0, p, 1));
                    if (overlap < _options.Near) continue;
                    nearPooled.Add(pooled.Narrow(0, p, 1));
                    nearBoxes.Add(example.Proposals.Narrow(0, p, 1));
                    nearTruths.Add(example.Truths.Narrow(0, best, 1));
                }
            }
            if (positives.Count == 0 || negatives.Count == 0) throw new ArgumentException($"Class {number} needs objects, and proposals without them.", nameof(examples));
            _machines[number] = Machine(Tensor.Cat([.. positives], 0) * _factor, Tensor.Cat([.. negatives], 0) * _factor);
            if (nearPooled.Count > 0) _regressors[number] = BoxRegressor.Fit(Tensor.Cat([.. nearPooled], 0), Tensor.Cat([.. nearBoxes], 0), Tensor.Cat([.. nearTruths], 0), _options.Ridge);
        }
    }

    /// <summary>Finds objects among proposals, best first.</summary>
    /// <param name="picture">[1, C, H, W].</param>
    /// <param name="proposals">[P, 4].</param>
    /// <exception cref="InvalidOperationException">Nothing was learnt yet.</exception>
    public IReadOnlyList<SppDetection> Detect(Tensor picture, Tensor proposals)
    {
        if (_machines.Length == 0) throw new InvalidOperationException("The detector has not been trained.");
        (Tensor pooled, Tensor hidden) = Features(picture, proposals);
        hidden *= _factor;
        List<SppDetection> found = [];
        for (int number = 0; number < _machines.Length; number++)
        {
            float[] scores = _machines[number]!.Scores(hidden);
            long[] good = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] >= _options.LeastScore).Select(i => (long)i)];
            if (good.Length == 0) continue;
            Tensor chosen = Tensor.Of(good), boxes = proposals.IndexSelect(0, chosen);
            if (_regressors[number] is { } regressor) boxes = regressor.Apply(pooled.IndexSelect(0, chosen), boxes);
            float[] kept = [.. good.Select(i => scores[i])], corners = boxes.ToFloat32().ToArray<float>();
            foreach (long i in BoxOps.Nms(boxes, Tensor.Of(kept), _options.Suppression).ToArray<long>())
                found.Add(new(number, kept[i], corners[4 * i], corners[(4 * i) + 1], corners[(4 * i) + 2], corners[(4 * i) + 3]));
        }
        return [.. found.OrderByDescending(one => one.Score)];
    }

    /// <summary>Begins with evenly spread negatives, then adds those inside the margin and leaves out those far away from it.</summary>
    private LinearSvm Machine(Tensor positives, Tensor negatives)
    {
        int all = (int)negatives.Shape[0], first = Math.Min(all, Math.Max(1, _options.FirstNegatives * (int)positives.Shape[0]));
        long[] used = [.. Enumerable.Range(0, first).Select(i => (long)i * all / first)];
        LinearSvm machine = Fit(used);
        for (int round = 0; round < _options.MiningRounds; round++)
        {
            float[] scores = machine.Scores(negatives);
            long[] hard = [.. Enumerable.Range(0, all).Where(i => scores[i] > -1).Select(i => (long)i)];
            if (hard.Length == 0 || hard.All(used.Contains)) break;
            used = [.. used.Where(i => scores[i] > -1.2).Union(hard).Order()];
            machine = Fit(used);
        }
        return machine;

        LinearSvm Fit(long[] chosen)
        {
            Tensor features = Tensor.Cat([positives, negatives.IndexSelect(0, Tensor.Of(chosen))], 0);
            bool[] positive = new bool[features.Shape[0]];
            positive.AsSpan(0, (int)positives.Shape[0]).Fill(true);
            return LinearSvm.Fit(features, positive, _options.Machine);
        }
    }

    private int Scale(ReadOnlySpan<float> box, double shorter)
    {
        double area = Math.Max(1, (box[2] - box[0]) * (box[3] - box[1])), best = double.PositiveInfinity;
        int at = 0;
        for (int scale = 0; scale < _options.Scales.Count; scale++)
        {
            double factor = _options.Scales[scale] / shorter, off = Math.Abs((area * factor * factor) - ((double)_options.Side * _options.Side));
            if (off < best) (best, at) = (off, scale);
        }
        return at;
    }

    /// <summary>The cells whose centres of view lie in the box, at least one: the paper's appendix A.</summary>
    private static MapRegion Region(ReadOnlySpan<float> box, double factor, Tensor map)
    {
        (int height, int width) = ((int)map.Shape[2], (int)map.Shape[3]);
        int left = Math.Clamp((int)Math.Floor(box[0] * factor / SppNet.Stride) + 1, 0, width - 1), top = Math.Clamp((int)Math.Floor(box[1] * factor / SppNet.Stride) + 1, 0, height - 1);
        int right = Math.Clamp((int)Math.Ceiling(box[2] * factor / SppNet.Stride), left + 1, width), bottom = Math.Clamp((int)Math.Ceiling(box[3] * factor / SppNet.Stride), top + 1, height);
        return new(0, left, top, right, bottom);
    }
}

namespace Nabla.Vision.Detection;

/// <summary>
/// SPP-net's detector: the convolutions run once a picture and size, the pyramid pools every proposed box from their map, one support vector machine a class
/// judges its features, ridge regression mends the box. He et al., Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition (2014), section 4.
/// </summary>
[Export("vision.detection.SppDetector")]
public sealed class SppDetector
{
    private readonly SppNet _network;
    private readonly SppDetectorOptions _options;
    private LinearSvm[] _machines = [];
    private BoxRegressor?[] _regressors = [];
    private double _hiddenFactor = 1, _pooledFactor = 1;

    /// <summary>A detector that knows no class yet.</summary>
    /// <param name="network">Trained convolutions and linear layers; used in evaluation mode.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting cannot be used.</exception>
    public SppDetector(SppNet network, SppDetectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _options) = (network, options ?? new());
        _options.Check();
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
    /// <param name="examples">The pictures. The hidden features of all their proposals are held in memory at once, 4·hidden bytes each.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">An example does not fit, or a class has no object, or nothing that it could be told from. What was learnt before is kept.</exception>
    public void Train(IReadOnlyList<SppExample> examples, int classes)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (examples.Count == 0 || examples.Contains(null!)) throw new ArgumentException($"At least one example is needed, and none may be null; got {examples.Count}.", nameof(examples));
        for (int i = 0; i < examples.Count; i++) examples[i].Check(i, classes, nameof(examples));
        Seen[] seen = [.. examples.Select(See)];
        double hiddenFactor = Factor(seen.Select(one => one.Hidden)), pooledFactor = Factor(seen.Where(one => one.Near.Length > 0).Select(one => one.Pooled));
        LinearSvm[] machines = new LinearSvm[classes];
        BoxRegressor?[] regressors = new BoxRegressor?[classes];
        for (int number = 0; number < classes; number++)
        {
            List<Tensor> positives = [], negatives = [], nearPooled = [], nearBoxes = [], nearTruths = [];
            foreach (Seen one in seen)
            {
                int[] own = [.. Enumerable.Range(0, one.Example.Labels.Count).Where(truth => one.Example.Labels[truth] == number)];
                Add(positives, one.Truth, own);
                Add(negatives, one.Hidden, [.. Enumerable.Range(0, (int)one.Hidden.Shape[0]).Where(proposal => one.Best(proposal, own).Overlap <= _options.Negative)]);
                int[] near = [.. Enumerable.Range(0, one.Near.Length).Where(i => one.Best(one.Near[i], own).Overlap >= _options.Near)];
                Add(nearPooled, one.Pooled, near);
                Add(nearBoxes, one.Example.Proposals, [.. near.Select(i => one.Near[i])]);
                Add(nearTruths, one.Example.Truths, [.. near.Select(i => one.Best(one.Near[i], own).Truth)]);
            }
            if (positives.Count == 0 || negatives.Count == 0) throw new ArgumentException($"Class {number} needs objects, and proposals without them.", nameof(examples));
            machines[number] = Machine(Tensor.Cat([.. positives], 0) * hiddenFactor, Tensor.Cat([.. negatives], 0) * hiddenFactor);
            if (nearPooled.Count > 0) regressors[number] = BoxRegressor.Fit(Tensor.Cat([.. nearPooled], 0) * pooledFactor, Tensor.Cat([.. nearBoxes], 0), Tensor.Cat([.. nearTruths], 0), _options.Ridge);
        }
        (_machines, _regressors, _hiddenFactor, _pooledFactor) = (machines, regressors, hiddenFactor, pooledFactor);

        static void Add(List<Tensor> list, Tensor rows, int[] chosen)
        {
            if (chosen.Length > 0) list.Add(Rows(rows, chosen));
        }
    }

    /// <summary>Finds objects among proposals, best first; their boxes are cut off at the picture's edges.</summary>
    /// <param name="picture">[1, C, H, W].</param>
    /// <param name="proposals">[P, 4].</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing was learnt yet.</exception>
    public IReadOnlyList<SppDetection> Detect(Tensor picture, Tensor proposals)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(proposals);
        if (_machines.Length == 0) throw new InvalidOperationException("The detector has not been trained.");
        if (proposals.Rank == 2 && proposals.Shape[0] == 0 && proposals.Shape[1] == 4) return [];
        (Tensor pooled, Tensor hidden) = Features(picture, proposals);
        (pooled, hidden) = (pooled * _pooledFactor, hidden * _hiddenFactor);
        List<SppDetection> found = [];
        for (int number = 0; number < _machines.Length; number++)
        {
            float[] scores = _machines[number].Scores(hidden);
            int[] good = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] >= _options.LeastScore)];
            if (good.Length == 0) continue;
            Tensor boxes = Rows(proposals, good);
            if (_regressors[number] is { } regressor) boxes = regressor.Apply(Rows(pooled, good), boxes);
            float[] kept = [.. good.Select(i => scores[i])], corners = boxes.ToFloat32().ToArray<float>();
            for (int i = 0; i < corners.Length; i++) corners[i] = Math.Clamp(corners[i], 0, picture.Shape[i % 2 == 0 ? 3 : 2]);
            foreach (long i in BoxOps.Nms(Tensor.Of(corners, [good.Length, 4]), Tensor.Of(kept), _options.Suppression).ToArray<long>())
                found.Add(new(number, kept[i], corners[4 * i], corners[(4 * i) + 1], corners[(4 * i) + 2], corners[(4 * i) + 3]));
        }
        return [.. found.OrderByDescending(one => one.Score)];
    }

    private Seen See(SppExample example)
    {
        (Tensor pooled, Tensor hidden) = Features(example.Picture, example.Proposals);
        int truths = example.Labels.Count, count = (int)hidden.Shape[0];
        Tensor truth = truths == 0 ? Tensor.Zeros([0, hidden.Shape[1]]) : Features(example.Picture, example.Truths).Hidden;
        double[] overlaps = truths == 0 ? [] : BoxOps.Iou(example.Proposals, example.Truths).ToArray<double>();
        int[] near = [.. Enumerable.Range(0, count).Where(proposal => overlaps.AsSpan(proposal * truths, truths).ContainsAnyInRange(_options.Near, double.PositiveInfinity))];
        // What the pyramid pools is long, and only the regressors need it.
        return new(example, hidden, truth, overlaps, near, near.Length == 0 ? Tensor.Zeros([0, pooled.Shape[1]]) : Rows(pooled, near));
    }

    /// <summary>What brings rows of features to the mean length of the settings.</summary>
    private double Factor(IEnumerable<Tensor> features)
    {
        double[] lengths = [.. features.Select(rows => rows.Square().Sum([1]).Sqrt().Mean().Item())];
        return lengths.Length > 0 && lengths.Average() is > 0 and double mean ? _options.FeatureNorm / mean : 1;
    }

    private static Tensor Rows(Tensor rows, int[] chosen) => rows.IndexSelect(0, Tensor.Of([.. chosen.Select(i => (long)i)]));

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
            if (!hard.Except(used).Any()) break;
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

    /// <summary>What is kept of a picture to learn from.</summary>
    private sealed record Seen(SppExample Example, Tensor Hidden, Tensor Truth, double[] Overlaps, int[] Near, Tensor Pooled)
    {
        /// <summary>Which of some truths a proposal overlaps most; -1 when there are none.</summary>
        public (int Truth, double Overlap) Best(int proposal, int[] truths)
        {
            (int Truth, double Overlap) best = (-1, 0);
            foreach (int truth in truths)
            {
                double overlap = Overlaps[(proposal * Example.Labels.Count) + truth];
                if (best.Truth < 0 || overlap > best.Overlap) best = (truth, overlap);
            }
            return best;
        }
    }
}

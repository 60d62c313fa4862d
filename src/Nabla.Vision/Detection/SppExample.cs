namespace Nabla.Vision.Detection;

/// <summary>A picture to learn from.</summary>
/// <param name="Picture">[1, C, H, W], normalised.</param>
/// <param name="Truths">[G, 4] (x1, y1, x2, y2) in pixels.</param>
/// <param name="Labels">The class of each truth.</param>
/// <param name="Proposals">[P, 4]: boxes that may hold objects; at least one.</param>
[Export("vision.detection.SppExample")]
public sealed record SppExample(Tensor Picture, Tensor Truths, IReadOnlyList<int> Labels, Tensor Proposals)
{
    /// <summary>Names what does not fit, before any picture is looked at.</summary>
    internal void Check(int index, int classes, string argument)
    {
        if (Picture is null || Truths is null || Labels is null || Proposals is null) throw new ArgumentException($"Example {index} lacks its picture, truths, labels or proposals.", argument);
        if (Labels.Count > 0 && (Truths.Rank != 2 || Truths.Shape[0] != Labels.Count || Truths.Shape[1] != 4))
            throw new ArgumentException($"Example {index} has {Labels.Count} labels; truths [{Labels.Count}, 4] are expected, got {Truths.Shape}.", argument);
        foreach (int label in Labels)
        {
            if (label < 0 || label >= classes) throw new ArgumentException($"Example {index} has an object of class {label}; expected 0..{classes - 1}.", argument);
        }
    }
}

namespace Nabla;

/// <summary>Recurrences along one axis of contiguous floating-point tensors.</summary>
[Export("backends.IScanBackend")]
public interface IScanBackend
{
    /// <summary>y[k] = b[k] + a[k]·y[k-1] along an axis; reversed, y[k] = b[k] + a[k]·y[k+1]. The first element is b's.</summary>
    void Recurrence(Tensor b, Tensor a, int axis, bool reverse, Tensor y);

    /// <summary>y[k] = log Σ exp x[0..k] along an axis.</summary>
    void LogCumSumExp(Tensor x, int axis, Tensor y);
}

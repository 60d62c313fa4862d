namespace Nabla;

/// <summary>Losses of sequences; contiguous tensors.</summary>
[Export("backends.ITemporalLosses")]
public interface ITemporalLosses
{
    /// <summary>Losses [N] of log-probabilities [T, N, C] with labels (int64, all sequences joined), their starts [N + 1] and the steps of each sequence [N].</summary>
    void ConnectionistTemporal(Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor losses);

    /// <summary>Gradient of the log-probabilities from that of the losses [N].</summary>
    void ConnectionistTemporalBackward(Tensor g, Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor gx);
}

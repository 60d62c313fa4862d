namespace Nabla.Tests.Golden;

/// <summary>Recorded ops that the library does not offer, each with the reason. An op with a table line may not stand here.</summary>
internal static class GoldenExceptions
{
    /// <summary>Op to reason.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Cases in which large numbers cancel, with the error to expect in units of the tolerance. Saturated attention: the softmax's gradient is p·(v·g - y·g), whose two products (of
    /// magnitude 10² here) are equal; PyTorch subtracts a number from itself, attention that stores no weights computes them in two places and is left with their rounding.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Cancellation { get; } = new Dictionary<string, double>(StringComparer.Ordinal) { ["scaled_dot_product_attention/large scores"] = 40 };
}

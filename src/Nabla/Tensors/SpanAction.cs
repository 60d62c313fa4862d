namespace Nabla;

/// <summary>Works on a span that is lent for the call; it must not be kept.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="values">The elements.</param>
[Export("SpanAction")]
public delegate void SpanAction<T>(Span<T> values)
    where T : unmanaged;

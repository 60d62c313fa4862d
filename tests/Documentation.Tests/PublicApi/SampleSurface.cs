namespace Documentation.Tests.PublicApi;

/// <summary>One of each kind of signature; public because only what is public is listed.</summary>
public abstract class SampleSurface<T> : IDisposable where T : unmanaged, IComparable<T>
{
    public const double Limit = 0.5;

    protected SampleSurface(DayOfWeek day = DayOfWeek.Friday, bool quick = true) => Name = quick ? day.ToString() : null;

    public string? Name { get; init; }

    public static int[,] Of(params ReadOnlySpan<int> values) => new int[values.Length, 1];

    public virtual (int Count, (List<string?> Left, T Right) Pair)? Find<U>(string? name, ref int at, out T found, U other = null!) where U : class
    {
        found = default;
        return name is null || other is null ? null : (at, ([name], found));
    }

    public abstract void Dispose();

    internal void Hidden() => Of();
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Scans;

/// <summary>One step of a scan.</summary>
internal interface IScanStep
{
    /// <summary>Whether the step chooses between elements instead of computing with them.</summary>
    static abstract bool Compares { get; }

    /// <summary>The next total.</summary>
    static abstract T Next<T>(T total, T value) where T : unmanaged;

    /// <summary>Whether an element takes the place of the best so far.</summary>
    static abstract bool Replaces<T>(T value, T best) where T : unmanaged;
}

internal readonly struct SumStep : IScanStep
{
    public static bool Compares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Next<T>(T total, T value) where T : unmanaged => (new Lanes1<T>(total) + new Lanes1<T>(value)).Value;

    public static bool Replaces<T>(T value, T best) where T : unmanaged => false;
}

internal readonly struct ProductStep : IScanStep
{
    public static bool Compares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Next<T>(T total, T value) where T : unmanaged => (new Lanes1<T>(total) * new Lanes1<T>(value)).Value;

    public static bool Replaces<T>(T value, T best) where T : unmanaged => false;
}

internal readonly struct MaxStep : IScanStep
{
    public static bool Compares => true;

    public static T Next<T>(T total, T value) where T : unmanaged => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Replaces<T>(T value, T best) where T : unmanaged => ScalarNumber.Test<T, NotBelow>(value, best);

    private readonly struct NotBelow : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
            TNumber.IsNaN(a) || (!TNumber.IsNaN(b) && a >= b);
    }
}

internal readonly struct MinStep : IScanStep
{
    public static bool Compares => true;

    public static T Next<T>(T total, T value) where T : unmanaged => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Replaces<T>(T value, T best) where T : unmanaged => ScalarNumber.Test<T, NotAbove>(value, best);

    private readonly struct NotAbove : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
            TNumber.IsNaN(a) || (!TNumber.IsNaN(b) && a <= b);
    }
}

using System.Runtime.CompilerServices;

namespace Nabla.Exports;

/// <summary>Remembers which function a wrapper wraps, so that names given to either belong to the innermost one.</summary>
public static class Decorators
{
    private static readonly ConditionalWeakTable<object, object> Targets = [];

    /// <summary>Marks a wrapper as a decoration of a target, and returns the wrapper.</summary>
    /// <param name="target">What is wrapped.</param>
    /// <param name="wrapper">What is called instead.</param>
    /// <exception cref="ArgumentException">The wrapper is the target, or lies inside it.</exception>
    [Export("api.decorators.make")]
    public static T Make<T>(object target, T wrapper) where T : class
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(wrapper);
        for (object? inner = target; inner is not null; inner = Targets.TryGetValue(inner, out object? next) ? next : null)
        {
            if (ReferenceEquals(inner, wrapper)) throw new ArgumentException("A wrapper cannot decorate itself.", nameof(wrapper));
        }
        Targets.AddOrUpdate(wrapper, target);
        return wrapper;
    }

    /// <summary>The innermost target; the symbol itself when it decorates nothing.</summary>
    [Export("api.decorators.unwrap")]
    public static object Unwrap(object symbol) => Chain(symbol).LastOrDefault(symbol);

    /// <summary>The targets of a symbol, outermost first; empty when it decorates nothing.</summary>
    [Export("api.decorators.chain")]
    public static IEnumerable<object> Chain(object symbol)
    {
        while (Targets.TryGetValue(symbol, out object? target))
        {
            yield return target;
            symbol = target;
        }
    }
}

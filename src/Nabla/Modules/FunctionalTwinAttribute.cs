namespace Nabla;

/// <summary>Names the method of <see cref="Functional"/> that a module is a shell over, where it is not simply the module's name (without 1d, 2d, 3d).</summary>
/// <param name="method">Name of the method.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[Export("nn.FunctionalTwinAttribute")]
public sealed class FunctionalTwinAttribute(string method) : Attribute
{
    /// <summary>Name of the method.</summary>
    public string Method { get; } = method;
}

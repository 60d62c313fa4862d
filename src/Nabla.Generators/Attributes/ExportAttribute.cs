#nullable enable
namespace Nabla;

/// <summary>Gives a public class, function or constant its canonical, language-neutral name in the API registry.</summary>
/// <remarks>
/// The first name that is not deprecated is canonical. Overloads share the export of one of them. A name consists of identifiers with dots between, such as <c>nn.functional.softmax</c>.
/// The generator reads the attribute while compiling; nothing of it stays in the assembly.
/// </remarks>
/// <param name="names">The names; may be empty when <see cref="V1"/> has one.</param>
[global::System.Diagnostics.Conditional("NABLA_KEEP_EXPORT_ATTRIBUTES")]
[global::System.AttributeUsage(
    global::System.AttributeTargets.Class | global::System.AttributeTargets.Struct | global::System.AttributeTargets.Interface | global::System.AttributeTargets.Enum
    | global::System.AttributeTargets.Delegate | global::System.AttributeTargets.Method | global::System.AttributeTargets.Property | global::System.AttributeTargets.Field,
    Inherited = false)]
internal sealed class ExportAttribute(params string[] names) : global::System.Attribute
{
    /// <summary>Names, canonical first.</summary>
    public string[] Names { get; } = names;

    /// <summary>Names in version 1 of the interface; the same as <see cref="Names"/> when omitted.</summary>
    public string[]? V1 { get; set; }

    /// <summary>Those of the names that still work, but warn and point to the canonical one.</summary>
    public string[] Deprecated { get; set; } = [];

    /// <summary>The component whose interface this belongs to; its names begin with the component's name. The assembly's component when omitted.</summary>
    public string? Component { get; set; }
}

/// <summary>The component that all exports of this assembly belong to, unless they say otherwise; their names begin with it.</summary>
/// <param name="name">For example <c>vision</c>.</param>
[global::System.Diagnostics.Conditional("NABLA_KEEP_EXPORT_ATTRIBUTES")]
[global::System.AttributeUsage(global::System.AttributeTargets.Assembly)]
internal sealed class ExportComponentAttribute(string name) : global::System.Attribute
{
    /// <summary>The component's name.</summary>
    public string Name { get; } = name;
}

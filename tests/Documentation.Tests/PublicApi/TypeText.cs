using System.Reflection;
using System.Runtime.CompilerServices;

namespace Documentation.Tests.PublicApi;

/// <summary>Types as they are written in C#: keywords, short names of this library, question marks, names of tuple elements.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    private static readonly NullabilityInfoContext Context = new();

    /// <summary>The type of a parameter, with its way of passing.</summary>
    public static string Of(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        string way = !type.IsByRef ? string.Empty : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return way + Of(type, Context.Create(parameter), TupleNames(parameter));
    }

    /// <summary>The type of a property.</summary>
    public static string Of(PropertyInfo property) => Of(property.PropertyType, Context.Create(property), TupleNames(property));

    /// <summary>The type of a field.</summary>
    public static string Of(FieldInfo field) => Of(field.FieldType, Context.Create(field), TupleNames(field));

    /// <summary>A type without knowledge of what may be null.</summary>
    public static string Of(Type type) => Of(type, null, new Queue<string?>());

    /// <summary>The full name with type parameters: <c>Nabla.ModuleList&lt;T&gt;</c>.</summary>
    public static string FullName(Type type)
    {
        string prefix = type.IsNested ? FullName(type.DeclaringType!) + "." : type.Namespace + ".";
        int own = type.GetGenericArguments().Length - (type.DeclaringType?.GetGenericArguments().Length ?? 0);
        return prefix + Bare(type) + (own > 0 ? $"<{string.Join(", ", type.GetGenericArguments()[^own..].Select(argument => argument.Name))}>" : string.Empty);
    }

    /// <summary><c>where T : ...</c> for every restricted type parameter.</summary>
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Where(type => type.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type parameter)
    {
        GenericParameterAttributes flags = parameter.GenericParameterAttributes;
        List<string> parts = [];
        bool isValue = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        if (isValue) parts.Add(parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isValue) parts.Add("new()");
        return parts.Count == 0 ? string.Empty : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    private static string Of(Type type, NullabilityInfo? info, Queue<string?> names)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, info?.ElementType ?? info, names);
        if (type.IsPointer) return Of(type.GetElementType()!, null, names) + "*";
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value, info, names) + "?";
        string mark = !type.IsValueType && info?.ReadState == NullabilityState.Nullable && !type.IsGenericParameter ? "?" : string.Empty;
        if (type.IsArray) return $"{Of(type.GetElementType()!, info?.ElementType, names)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (Keywords.TryGetValue(type, out string? word)) return word + mark;
        if (!type.IsGenericType) return (type.IsNested && !type.IsGenericParameter ? Of(type.DeclaringType!) + "." : string.Empty) + Bare(type) + mark;
        Type[] arguments = type.GetGenericArguments();
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsValueType && arguments.Length < 8)
        {
            string?[] elements = [.. arguments.Select(_ => names.TryDequeue(out string? name) ? name : null)];
            return $"({string.Join(", ", arguments.Select((argument, i) => elements[i] is null ? Inner(i) : $"{Inner(i)} {elements[i]}"))})";
        }
        string outer = type.IsNested ? Of(type.DeclaringType!) + "." : string.Empty;
        return $"{outer}{Bare(type)}<{string.Join(", ", arguments.Select((_, i) => Inner(i)))}>{mark}";

        string Inner(int i) => Of(arguments[i], info is not null && i < info.GenericTypeArguments.Length ? info.GenericTypeArguments[i] : null, names);
    }

    private static Queue<string?> TupleNames(ICustomAttributeProvider place) =>
        place.GetCustomAttributes(typeof(TupleElementNamesAttribute), false) is [TupleElementNamesAttribute names, ..] ? new(names.TransformNames) : new();

    private static string Bare(Type type) => type.Name.Split('`')[0];
}

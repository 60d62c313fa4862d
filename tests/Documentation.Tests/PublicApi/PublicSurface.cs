using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Nabla.Exports;

namespace Documentation.Tests.PublicApi;

/// <summary>What an assembly offers: one line for each public type and member, with its signature and its language-neutral names.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ILookup<string, ApiEntry> Names = ApiRegistry.Entries.ToLookup(entry => entry.Symbol, StringComparer.Ordinal);

    /// <summary>The lines of an assembly, sorted.</summary>
    public static string[] Of(Assembly assembly) => [.. assembly.GetExportedTypes().Where(IsWritten).SelectMany(Of).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The lines of a type and of its members.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        string name = TypeText.FullName(type);
        yield return $"{name}: {Head(type)}{Known(type.FullName!)}";
        if (typeof(MulticastDelegate).IsAssignableFrom(type)) yield break;
        if (type.IsEnum)
        {
            foreach (FieldInfo value in type.GetFields(BindingFlags.Public | BindingFlags.Static)) yield return $"{name}.{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}{Known($"{type.FullName}.{value.Name}")}";
            yield break;
        }
        foreach (MemberInfo member in type.GetMembers(Own))
        {
            if (Text(member) is { } text) yield return $"{name}.{text}{Known($"{type.FullName}.{Neutral(member.Name)}")}";
        }
    }

    private static string Head(Type type)
    {
        if (typeof(MulticastDelegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {TypeText.Of(invoke.ReturnParameter)} ({Parameters(invoke)}){TypeText.Constraints(type.GetGenericArguments())}";
        }
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsByRefLike ? "ref struct" : type.IsValueType ? "struct" : "class";
        string modifiers = type.IsInterface || type.IsValueType ? string.Empty : (type.IsAbstract, type.IsSealed) switch { (true, true) => "static ", (true, _) => "abstract ", (_, true) => "sealed ", _ => string.Empty };
        List<string> bases = [];
        if (type.BaseType is { } parent && !type.IsValueType && parent != typeof(object)) bases.Add(TypeText.Of(parent));
        if (!type.IsEnum)
        {
            IEnumerable<Type> inherited = type.GetInterfaces().SelectMany(each => each.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
            bases.AddRange(type.GetInterfaces().Except(inherited).Where(each => each.IsVisible).Select(TypeText.Of).Order(StringComparer.Ordinal));
        }
        return $"{modifiers}{kind}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : string.Empty)}{TypeText.Constraints(type.GetGenericArguments())}";
    }

    private static string? Text(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } made when IsSeen(made) => $"new({Parameters(made)}){(made.IsPublic ? string.Empty : " [protected]")}",
        MethodInfo method when IsSeen(method) && IsWritten(method) && method.GetBaseDefinition() == method && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{method.Name}{Generic(method)}({Parameters(method)}) -> {TypeText.Of(method.ReturnParameter)}{Kind(method)}{TypeText.Constraints(method.GetGenericArguments())}",
        PropertyInfo property when IsWritten(property) && Accessors(property) is { Length: > 0 } accessors =>
            $"{property.Name}{Index(property)} {{ {accessors}}} -> {TypeText.Of(property)}{Kind(property.GetMethod ?? property.SetMethod!)}",
        FieldInfo field when (field.IsPublic || field.IsFamily) && IsWritten(field) =>
            $"{field.Name} -> {(field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty)}{TypeText.Of(field)}{(field.IsLiteral ? " = " + Value(field.GetRawConstantValue()) : string.Empty)}",
        EventInfo happened when IsSeen(happened.AddMethod!) => $"{happened.Name} -> event {TypeText.Of(happened.EventHandlerType!)}{Kind(happened.AddMethod!)}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property) => string.Concat(
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(method => IsSeen(method) && method.GetBaseDefinition() == method).Select(method =>
            method == property.GetMethod ? "get; " : method.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "));

    private static string Kind(MethodInfo method) =>
        (method.IsStatic, method.IsAbstract, method.IsVirtual && !method.IsFinal) switch
        {
            (true, true, _) => " [static abstract]",
            (true, _, _) => " [static]",
            (_, true, _) => method.DeclaringType!.IsInterface ? string.Empty : " [abstract]",
            (_, _, true) => " [virtual]",
            _ => string.Empty,
        } + (method.IsFamily || method.IsFamilyOrAssembly ? " [protected]" : string.Empty);

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : string.Empty;

    private static string Index(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(Parameter))}]" : string.Empty;

    private static string Parameters(MethodBase method)
    {
        string receiver = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : string.Empty;
        return receiver + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        bool many = parameter.IsDefined(typeof(ParamArrayAttribute), false) || parameter.IsDefined(typeof(ParamCollectionAttribute), false);
        string value = !parameter.HasDefaultValue ? string.Empty : parameter.DefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? " = default" : " = " + Value(parameter.DefaultValue);
        return $"{(many ? "params " : string.Empty)}{TypeText.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.ReplaceLineEndings("\\n").Replace("\t", "\\t", StringComparison.Ordinal)}\"",
        char letter => $"'{letter}'",
        bool flag => flag ? "true" : "false",
        Enum one => $"{one.GetType().Name}.{one}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Known(string symbol)
    {
        string[] names = [.. Names[symbol].SelectMany(entry => entry.Names.Concat(entry.V1Names).Distinct().Select(name => entry.Deprecated.Contains(name) ? name + " (deprecated)" : name))];
        return names.Length == 0 ? string.Empty : $"  # {string.Join(", ", names)}";
    }

    // The getter of an extension property is an ordinary static method.
    private static string Neutral(string name) => name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : name;

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>What a person wrote; a record's own members and the marker types of extension blocks are the compiler's.</summary>
    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal) && member is Type { Namespace: not "Nabla.Generated" } or not Type && !member.IsDefined(typeof(CompilerGeneratedAttribute), false);
}

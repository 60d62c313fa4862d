using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nabla.Generators;

/// <summary>Turns an attributed symbol into text.</summary>
internal static class ExportReader
{
    /// <summary>How extension blocks appear among the kinds of types; older compilers have no name for it.</summary>
    private const int ExtensionBlock = 14;

    private static readonly SymbolDisplayFormat TypeFormat = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    public static LocatedExport Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        ISymbol symbol = context.TargetSymbol;
        AttributeData attribute = context.Attributes[0];
        EquatableArray<string> names = attribute.ConstructorArguments.Length > 0 ? Strings(attribute.ConstructorArguments[0]) : EquatableArray<string>.Empty;
        EquatableArray<string> v1 = names, deprecated = EquatableArray<string>.Empty;
        string? component = null;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == "V1" && !argument.Value.IsNull) v1 = Strings(argument.Value);
            else if (argument.Key == "Deprecated") deprecated = Strings(argument.Value);
            else if (argument.Key == "Component") component = argument.Value.Value as string;
        }
        (ITypeSymbol? receiver, string receiverName) = ReceiverOf(symbol, context.TargetNode, context.SemanticModel);
        (string member, string key) = MemberOf(symbol, receiver);
        string forwarders = IsVisible(symbol) ? ForwarderWriter.Of(symbol, receiver, receiverName, names, deprecated) : string.Empty;
        ExportRecord record = new(KindOf(symbol), member, key, names, v1, deprecated, component, Summary(symbol, cancellation), forwarders);
        Location place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Location.None;
        return new LocatedExport(record, Place.Of(place), IsVisible(symbol));
    }

    private static EquatableArray<string> Strings(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Array && !constant.IsNull
            ? new(constant.Values.Select(value => value.Value as string ?? string.Empty).ToImmutableArray())
            : EquatableArray<string>.Empty;

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol => "class",
        IMethodSymbol method when IsExtension(method.ContainingType) || !method.IsStatic => "method",
        IMethodSymbol => "function",
        IPropertySymbol property when IsExtension(property.ContainingType) || !property.IsStatic => "property",
        _ => "constant",
    };

    private static bool IsExtension(INamedTypeSymbol? type) => type is not null && (int)type.TypeKind == ExtensionBlock;

    private static bool IsVisible(ISymbol symbol)
    {
        for (ISymbol? s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            if (s is INamedTypeSymbol type && IsExtension(type)) continue;
            if (s.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        }
        return true;
    }

    /// <summary>What the extension block around a member extends, and the name it has there.</summary>
    private static (ITypeSymbol? Type, string Name) ReceiverOf(ISymbol symbol, SyntaxNode node, SemanticModel model)
    {
        if (!IsExtension(symbol.ContainingType)) return (null, string.Empty);
        ParameterSyntax? receiver = node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.ParameterList?.Parameters.FirstOrDefault();
        return (receiver?.Type is { } syntax ? model.GetTypeInfo(syntax).Type : null, receiver?.Identifier.ValueText ?? string.Empty);
    }

    private static (string Member, string Symbol) MemberOf(ISymbol symbol, ITypeSymbol? extended)
    {
        if (symbol is INamedTypeSymbol type) return (type.ToDisplayString(TypeFormat), MetadataName(type));
        INamedTypeSymbol holder = symbol.ContainingType;
        if (!IsExtension(holder)) return ($"{holder.ToDisplayString(TypeFormat)}.{symbol.Name}", $"{MetadataName(holder)}.{symbol.Name}");
        string shown = extended?.ToDisplayString(TypeFormat) ?? holder.ContainingType.ToDisplayString(TypeFormat);
        return ($"{shown}.{symbol.Name}", $"{MetadataName(holder.ContainingType)}.{symbol.Name}");
    }

    /// <summary>What <c>Type.FullName</c> says of the definition.</summary>
    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{MetadataName(outer)}+{type.MetadataName}"
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    private static string Summary(ISymbol symbol, CancellationToken cancellation)
    {
        string? xml = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrEmpty(xml)) return string.Empty;
        try
        {
            XElement? summary = XElement.Parse(xml, LoadOptions.PreserveWhitespace).DescendantsAndSelf("summary").FirstOrDefault();
            return summary is null ? string.Empty : Regex.Replace(string.Concat(summary.Nodes().Select(TextOf)), @"\s+", " ").Trim();
        }
        catch (System.Xml.XmlException)
        {
            return string.Empty;
        }
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } cref && element.IsEmpty => ShortName(cref.Value),
        XElement element when (element.Attribute("name") ?? element.Attribute("langword")) is { } name => name.Value,
        XElement element => string.Concat(element.Nodes().Select(TextOf)),
        _ => string.Empty,
    };

    private static string ShortName(string cref)
    {
        string path = cref.Substring(cref.IndexOf(':') + 1);
        int call = path.IndexOf('(');
        if (call >= 0) path = path.Substring(0, call);
        return Regex.Replace(path.Substring(path.LastIndexOf('.') + 1), @"`+\d+", string.Empty);
    }
}

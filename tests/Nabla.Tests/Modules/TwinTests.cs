using System.Reflection;

namespace Nabla.Tests.Modules;

/// <summary>Every module is a shell over a method of <see cref="Functional"/>.</summary>
public sealed class TwinTests
{
    /// <summary>Modules that only hold or reshape.</summary>
    private static readonly Type[] Containers = [typeof(Sequential), typeof(ModuleList<>), typeof(ModuleDict<>), typeof(ParameterList), typeof(ParameterDict), typeof(Identity), typeof(Flatten), typeof(Unflatten)];

    /// <summary>All public modules and losses.</summary>
    public static TheoryData<Type> Shells =>
        [.. typeof(Module).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false } && (type.IsSubclassOf(typeof(Module)) || type.Namespace == "Nabla" && type.Name.EndsWith("Loss", StringComparison.Ordinal)) && !Containers.Contains(type))];

    [Theory, MemberData(nameof(Shells))]
    public void A_module_has_a_functional_twin(Type module)
    {
        string name = module.GetCustomAttribute<FunctionalTwinAttribute>(true)?.Method ?? module.BaseType?.GetCustomAttribute<FunctionalTwinAttribute>(false)?.Method ?? Plain(module.Name);
        Assert.True(Has(name) || Has(module.Name), $"{module.Name} should stand on Functional.{name}, which does not exist.");
    }

    private static bool Has(string name) => typeof(Functional).GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method => method.Name == name);

    /// <summary>BatchNorm2d as BatchNorm.</summary>
    private static string Plain(string name) => name.Length > 2 && name[^1] == 'd' && char.IsAsciiDigit(name[^2]) ? name[..^2] : name;
}

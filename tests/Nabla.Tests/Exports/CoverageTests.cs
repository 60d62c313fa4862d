using System.Reflection;
using System.Runtime.CompilerServices;
using Nabla.Exports;

namespace Nabla.Tests.Exports;

/// <summary>Every public operation, function, module, loss, initialiser, optimiser and schedule has a name in the registry.</summary>
public sealed class CoverageTests
{
    private static readonly Type[] Exported = [.. typeof(Tensor).Assembly.GetExportedTypes().Where(type => type.Namespace == "Nabla" && !type.IsNested)];

    [Fact]
    public void Every_module_loss_optimiser_and_schedule_is_exported()
    {
        Type[] bases = [typeof(Module), typeof(Loss), typeof(Optimizer), typeof(Schedule)];
        IEnumerable<string> missing = Exported.Where(type => !type.IsAbstract && bases.Any(type.IsSubclassOf))
            .Where(type => ApiRegistry.GetCanonicalNameForSymbol(type) is null)
            .Select(type => $"{type.Name}: put [Export(\"nn.{type.Name}\")] (or optim., optim.lr_scheduler.) above the class.");
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_operation_function_and_initialiser_is_exported()
    {
        IEnumerable<string> missing = Exported
            .Where(type => type == typeof(Functional) || type == typeof(Init) || (type.IsAbstract && type.IsSealed && type.GetMethods(Own).Any(IsOnTensor)))
            .SelectMany(type => type.GetMethods(Own))
            .Where(method => !method.Name.StartsWith("op_", StringComparison.Ordinal) && !method.Name.Contains('<', StringComparison.Ordinal))
            // A member under a deprecated name belongs to the one it forwards to.
            .Where(method => !method.IsDefined(typeof(ObsoleteAttribute)))
            .Where(method => ApiRegistry.GetCanonicalNameForSymbol(method) is null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}: put [Export(\"...\")] above one of its overloads.")
            .Distinct();
        Assert.Empty(missing);
    }

    [Fact]
    public void Names_of_modules_and_functions_are_the_field_s()
    {
        Assert.All(ApiRegistry.Entries.Where(entry => entry.Member.StartsWith("Nabla.Functional.", StringComparison.Ordinal)), entry => Assert.StartsWith("nn.functional.", entry.Name, StringComparison.Ordinal));
        Assert.All(ApiRegistry.Entries.Where(entry => entry.Member.StartsWith("Nabla.Init.", StringComparison.Ordinal)), entry => Assert.StartsWith("nn.init.", entry.Name, StringComparison.Ordinal));
    }

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static bool IsOnTensor(MethodInfo method) => method.IsDefined(typeof(ExtensionAttribute)) && method.GetParameters() is [{ ParameterType: { } first }, ..] && first == typeof(Tensor);
}

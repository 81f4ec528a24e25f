using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Conventions;

/// <summary>Which tests run when some are asked for by category.</summary>
internal static class TestCategories
{
    public static readonly IReadOnlyList<string> All = ["Unit", "Network", "Broker", "Cluster", "Training", "Process", "Browser"];

    /// <summary>Names the test classes that have no category, two of them, or an unknown one.</summary>
    public static IReadOnlyList<string> Violations(AssemblyDefinition assembly)
    {
        var common = Categories(assembly);
        return
        [
            .. assembly.MainModule.GetTypes()
                .Where(type => !type.IsAbstract && type.Methods.Any(IsTest))
                .Select(type => (type.FullName, Categories: common.Concat(Categories(type)).Concat(type.Methods.SelectMany(Categories)).ToList()))
                .Where(test => test.Categories.Count != 1 || !All.Contains(test.Categories[0]))
                .Select(test => $"{test.FullName} has the categories [{string.Join(", ", test.Categories)}]"),
        ];
    }

    private static bool IsTest(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.FullName is "Xunit.FactAttribute" or "Xunit.TheoryAttribute");

    private static List<string> Categories(ICustomAttributeProvider provider) =>
    [
        .. provider.CustomAttributes
            .Where(attribute => attribute.AttributeType.FullName == "Xunit.TraitAttribute" && Equals(attribute.ConstructorArguments[0].Value, "Category"))
            .Select(attribute => (string)attribute.ConstructorArguments[1].Value),
    ];
}

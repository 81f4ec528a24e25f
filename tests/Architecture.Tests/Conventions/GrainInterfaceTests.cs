using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Conventions;

public sealed class GrainInterfaceTests
{
    /// <summary>Without an alias, renaming an interface or a method breaks silos of two versions in one cluster.</summary>
    [Fact]
    public void Every_grain_interface_and_its_methods_have_an_alias()
    {
        var nameless = new List<string>();
        var grains = 0;
        foreach (var project in SourceProjects.All)
        {
            using var assembly = AssemblyDefinition.ReadAssembly(Repository.AssemblyOf("src", project));
            foreach (var grain in assembly.MainModule.GetTypes().Where(IsGrainInterface))
            {
                grains++;
                nameless.AddRange(new IMemberDefinition[] { grain }.Concat(grain.Methods).Where(member => !HasAlias(member)).Select(member => member.FullName));
            }
        }

        Assert.NotEqual(0, grains);
        Findings.None(nameless);
    }

    private static bool IsGrainInterface(TypeDefinition type) => type.IsInterface && type.Interfaces.Any(parent =>
        parent.InterfaceType.Namespace == "Orleans" && parent.InterfaceType.Name.StartsWith("IGrain", StringComparison.Ordinal));

    private static bool HasAlias(IMemberDefinition member) => member.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Orleans.AliasAttribute");
}

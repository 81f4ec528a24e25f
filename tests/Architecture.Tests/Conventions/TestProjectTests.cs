using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Conventions;

public sealed class TestProjectTests
{
    [Theory]
    [MemberData(nameof(TestProjects.Names), MemberType = typeof(TestProjects))]
    public void Every_test_class_has_one_category(string project)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(Repository.AssemblyOf("tests", project));

        Findings.None(TestCategories.Violations(assembly));
    }

    [Fact]
    public void Test_classes_without_a_category_or_with_two_are_found()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(TestProjectTests).Assembly.Location);
        var category = assembly.CustomAttributes.Single(attribute => attribute.AttributeType.Name == nameof(TraitAttribute));

        assembly.CustomAttributes.Remove(category);
        Assert.Contains($"{typeof(TestProjectTests).FullName} has the categories []", TestCategories.Violations(assembly));

        assembly.CustomAttributes.Add(category);
        assembly.CustomAttributes.Add(category);
        Assert.Contains($"{typeof(TestProjectTests).FullName} has the categories [Unit, Unit]", TestCategories.Violations(assembly));
    }

    /// <summary>Files of one project compiled into another would bring types into namespaces that are not theirs.</summary>
    [Fact]
    public void No_test_project_compiles_files_of_another()
    {
        var links = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<Compile Include=", StringComparison.Ordinal));

        Findings.None(links);
    }
}

using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Docs;

public sealed class GrainTableTests
{
    [Fact]
    public void The_architecture_page_lists_every_grain_and_no_other()
    {
        var section = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")).Split("\n## ").Single(part => part.StartsWith("The grains\n", StringComparison.Ordinal));
        var listed = section.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line[3..line.IndexOf('`', 3)]);
        using var assembly = AssemblyDefinition.ReadAssembly(Repository.AssemblyOf("src", "Grains"));
        var grains = assembly.MainModule.GetTypes().Where(type => type.BaseType?.FullName == "Orleans.Grain").Select(type => type.Name);

        Assert.Equal(grains.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}

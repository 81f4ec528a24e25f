using System.Xml.Linq;

namespace Moodstream.Silo.Tests.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void Project_files_keep_the_arrows()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

        Assert.Equal(Arrows.Projects.Keys.Order(), files.Select(Path.GetFileNameWithoutExtension).Order());
        Assert.Empty(Arrows.Violations(files.Select(ProjectFacts.FromProjectFile)));
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Inference")]
    [InlineData("Grains")]
    [InlineData("Ingest")]
    [InlineData("Trainer")]
    [InlineData("Silo")]
    public void Compiled_assemblies_keep_the_arrows(string project)
    {
        var facts = ProjectFacts.FromAssembly(Path.Combine(Repository.OutputOf(project), $"Moodstream.{project}.dll"));

        Assert.NotEmpty(facts.Libraries);
        Assert.Empty(Arrows.Violations([facts]));
    }

    [Theory]
    [InlineData("Ingest", """<ProjectReference Include="..\Inference\Inference.csproj" />""", "Ingest refers to the project Inference")]
    [InlineData("Silo", """<ProjectReference Include="../Trainer/Trainer.csproj" />""", "Silo refers to the project Trainer")]
    [InlineData("Grains", """<PackageReference Include="Confluent.Kafka" />""", "Grains uses Confluent.Kafka")]
    [InlineData("Trainer", """<PackageReference Include="Microsoft.ML.OnnxRuntime" />""", "Trainer uses Microsoft.ML.OnnxRuntime")]
    [InlineData("Ingest", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""", "Ingest uses Microsoft.AspNetCore.App")]
    [InlineData("Extra", "", "Extra has no rule")]
    public void A_reference_against_the_arrows_is_found(string project, string item, string violation)
    {
        var file = XDocument.Parse($"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");

        Assert.Equal([violation], Arrows.Violations([ProjectFacts.FromProjectXml(project, file)]));
    }
}

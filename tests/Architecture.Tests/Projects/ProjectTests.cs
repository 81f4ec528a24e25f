using System.Xml.Linq;

namespace Moodstream.Architecture.Tests.Projects;

public sealed class ProjectTests
{
    [Fact]
    public void Project_files_keep_the_arrows()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

        Assert.Equal(ProjectArrows.Projects.Keys.Order(), files.Select(Path.GetFileNameWithoutExtension).Order());
        Findings.None(ProjectArrows.Violations(files.Select(ProjectFacts.FromProjectFile)));
    }

    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void Compiled_assemblies_keep_the_arrows(string project)
    {
        var facts = ProjectFacts.FromAssembly(Repository.AssemblyOf("src", project));

        Assert.NotEmpty(facts.Libraries);
        Findings.None(ProjectArrows.Violations([facts]));
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

        Assert.Equal([violation], ProjectArrows.Violations([ProjectFacts.FromProjectXml(project, file)]));
    }
}

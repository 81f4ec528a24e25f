using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Moodstream.Architecture.Tests.Projects;

/// <summary>What a project refers to, by its project file or by its compiled assembly.</summary>
/// <param name="Name">Its name without <c>Moodstream.</c>.</param>
/// <param name="Projects">Projects of this repository.</param>
/// <param name="Libraries">Packages, frameworks or assemblies of others.</param>
internal sealed record ProjectFacts(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Libraries)
{
    private const string Prefix = "Moodstream.";

    public static ProjectFacts FromProjectFile(string path) => FromProjectXml(Path.GetFileNameWithoutExtension(path), XDocument.Load(path));

    public static ProjectFacts FromProjectXml(string name, XDocument project)
    {
        var sdk = project.Root!.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : Array.Empty<string>();
        return new ProjectFacts(
            name,
            [.. Includes(project, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes(project, "PackageReference"), .. Includes(project, "FrameworkReference"), .. sdk]);
    }

    public static ProjectFacts FromAssembly(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .ToLookup(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        return new ProjectFacts(
            Path.GetFileNameWithoutExtension(path)[Prefix.Length..],
            [.. references[true].Select(name => name[Prefix.Length..])],
            [.. references[false]]);
    }

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value);
}

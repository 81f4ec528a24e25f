namespace Moodstream.Architecture.Tests;

/// <summary>The projects under <c>src</c>.</summary>
internal static class SourceProjects
{
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The same, as data of a theory.</summary>
    public static TheoryData<string> Names => [.. All];

    /// <summary>A project's files, in full, without what was generated.</summary>
    public static IEnumerable<string> FilesOf(string folder, string project)
    {
        var root = Path.Combine(Repository.Root, folder, project);
        return Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);
    }
}

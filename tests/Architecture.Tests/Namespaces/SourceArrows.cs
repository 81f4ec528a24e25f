using System.Text.RegularExpressions;

namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>Reads arrows between namespaces from the <c>using</c> lines of sources; the compiler refuses lines that are not needed.</summary>
internal static partial class SourceArrows
{
    /// <summary>A project's files: the folder inside the project, which is the namespace, and the content.</summary>
    public static IReadOnlyList<SourceFile> Files(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        return
        [
            .. SourceProjects.FilesOf("src", project).Select(file => new SourceFile(
                Path.GetFileName(file),
                Path.GetDirectoryName(Path.GetRelativePath(root, file)) is { Length: > 0 } folder ? folder.Replace(Path.DirectorySeparatorChar, '.') : Arrow.Root,
                File.ReadAllText(file))),
        ];
    }

    public static IReadOnlySet<string> Namespaces(IEnumerable<SourceFile> files) => files.Select(file => file.Namespace).ToHashSet(StringComparer.Ordinal);

    /// <param name="project">The project that the files belong to.</param>
    /// <param name="projects">All projects: <c>Moodstream.Grains.Interfaces.Posts</c> is not in the project <c>Grains</c>.</param>
    /// <param name="files">Its files.</param>
    public static IReadOnlyList<Arrow> Read(string project, IEnumerable<string> projects, IReadOnlyCollection<SourceFile> files)
    {
        var namespaces = Namespaces(files);
        var byLength = projects.OrderByDescending(name => name.Length).ToList();
        return
        [
            .. from file in files
               from Match line in UsingLine().Matches(file.Content)
               from Match name in OwnName().Matches(line.Value)
               let used = name.Groups["name"].Value
               where byLength.Find(other => IsIn(used, other)) == project
               let to = Longest(used == project ? "" : used[(project.Length + 1)..], namespaces)
               where to is not null && to != file.Namespace
               select new Arrow(file.Namespace, to, $"{file.Name} has a using line"),
        ];
    }

    private static bool IsIn(string name, string prefix) => name == prefix || name.StartsWith($"{prefix}.", StringComparison.Ordinal);

    /// <summary>The namespace of a name, which may go on to a type.</summary>
    private static string? Longest(string name, IReadOnlySet<string> namespaces)
    {
        while (name.Length > 0 && !namespaces.Contains(name))
        {
            name = name[..Math.Max(0, name.LastIndexOf('.'))];
        }

        return name.Length > 0 ? name : namespaces.Contains(Arrow.Root) ? Arrow.Root : null;
    }

    [GeneratedRegex(@"^\s*(global\s+)?using\s[^;(]*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\bMoodstream\.(?<name>\w+(\.\w+)*)")]
    private static partial Regex OwnName();
}

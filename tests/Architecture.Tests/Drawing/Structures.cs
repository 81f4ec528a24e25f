using System.Collections.Concurrent;
using Moodstream.Architecture.Tests.Namespaces;

namespace Moodstream.Architecture.Tests.Drawing;

/// <summary>
/// The graph of every project, read once. With <c>MOODSTREAM_UPDATE_STRUCTURE=1</c> in the environment, tables and pictures
/// are written anew from the code before they are compared with it.
/// </summary>
internal static class Structures
{
    public const string UpdateCommand = "MOODSTREAM_UPDATE_STRUCTURE=1 dotnet test tests/Architecture.Tests";

    private static readonly ConcurrentDictionary<string, Lazy<NamespaceGraph>> Graphs = new(StringComparer.Ordinal);

    public static bool Updates { get; } = Environment.GetEnvironmentVariable("MOODSTREAM_UPDATE_STRUCTURE") == "1";

    public static NamespaceGraph Of(string project) => Graphs.GetOrAdd(project, static name => new Lazy<NamespaceGraph>(() => NamespaceGraph.Of(name))).Value;

    /// <summary>What the project's table says.</summary>
    public static string TableOf(string project)
    {
        var path = ArrowTable.PathOf(project);
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, ArrowTable.Write(Of(project)));
        }

        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}

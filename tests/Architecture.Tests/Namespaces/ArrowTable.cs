namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>
/// The arrows that a project's namespaces may have: a text file with a line per namespace, <c>Pipeline -> Kafka, Options</c>,
/// each below those that it uses.
/// </summary>
internal static class ArrowTable
{
    private const string Points = " ->";

    public static string PathOf(string project) => Path.Combine(Repository.Root, "tests", "Architecture.Tests", "Namespaces", "Tables", $"{project}.txt");

    public static string Write(NamespaceGraph graph) =>
        string.Concat(graph.BottomUp.Select(node => $"{node}{Points}{string.Concat(graph.UsedBy(node).Select((used, i) => (i == 0 ? " " : ", ") + used))}\n"));

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Parse(string table) => table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(Points))
        .ToDictionary(
            row => row[0],
            row => (IReadOnlySet<string>)row[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>Names what the code does and the table does not allow.</summary>
    public static IEnumerable<string> Missing(string table, NamespaceGraph graph)
    {
        var rows = Parse(table);
        return
        [
            .. graph.BottomUp.Where(node => !rows.ContainsKey(node)).Select(node => $"{node} has no row"),
            .. graph.Arrows.Where(arrow => rows.TryGetValue(arrow.From, out var row) && !row.Contains(arrow.To)).Select(arrow => arrow.ToString()),
        ];
    }

    /// <summary>Names what the table allows and no code does.</summary>
    public static IEnumerable<string> Unused(string table, NamespaceGraph graph)
    {
        var nodes = graph.BottomUp.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from row in Parse(table)
               where !nodes.Contains(row.Key)
               select $"There is no {row.Key}",
            .. from row in Parse(table)
               where nodes.Contains(row.Key)
               from used in row.Value.Except(graph.UsedBy(row.Key))
               select $"{row.Key} does not use {used}",
        ];
    }
}

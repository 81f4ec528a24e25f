namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>The namespaces of a project and the arrows between them.</summary>
/// <param name="nodes">All namespaces, those without any arrow as well.</param>
/// <param name="arrows">Arrows; several between the same two count as one.</param>
internal sealed class NamespaceGraph(IEnumerable<string> nodes, IEnumerable<Arrow> arrows)
{
    private readonly SortedDictionary<string, SortedDictionary<string, Arrow>> _arrows = Index(nodes, arrows);

    /// <summary>The graph of a project: what its built assembly does, and what its sources name in <c>using</c> lines.</summary>
    /// <remarks>Neither is enough: the compiler replaces constants by their values, and sources hide what <c>var</c> stands for.</remarks>
    public static NamespaceGraph Of(string project)
    {
        var files = SourceArrows.Files(project);
        return new NamespaceGraph(
            SourceArrows.Namespaces(files),
            [.. AssemblyArrows.Read(Repository.AssemblyOf("src", project), project), .. SourceArrows.Read(project, SourceProjects.All, files)]);
    }

    public IEnumerable<Arrow> Arrows => _arrows.Values.SelectMany(row => row.Values);

    /// <summary>The namespaces, each below those that use it: the first uses none of the others.</summary>
    public IReadOnlyList<string> BottomUp
    {
        get
        {
            Dictionary<string, int> levels = new(StringComparer.Ordinal);
            return [.. _arrows.Keys.OrderBy(node => Level(node, levels)).ThenBy(node => node, StringComparer.Ordinal)];
        }
    }

    public IEnumerable<string> UsedBy(string node) => _arrows[node].Keys;

    /// <summary>Those that a namespace uses and that nothing else that it uses leads to.</summary>
    public IEnumerable<string> UsedDirectlyBy(string node) =>
        UsedBy(node).Where(used => !UsedBy(node).Any(other => other != used && Reaches(other, used)));

    /// <summary>Every set of namespaces in which each can be reached from each other, with the arrows that make it so.</summary>
    public IEnumerable<string> Circles()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var node in _arrows.Keys.Where(node => !seen.Contains(node)))
        {
            var circle = _arrows.Keys.Where(other => other == node || (Reaches(node, other) && Reaches(other, node))).ToHashSet(StringComparer.Ordinal);
            seen.UnionWith(circle);
            if (circle.Count > 1)
            {
                yield return $"{string.Join(", ", circle)}: {string.Join("; ", Arrows.Where(arrow => circle.Contains(arrow.From) && circle.Contains(arrow.To)))}";
            }
        }
    }

    private bool Reaches(string from, string to)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { from };
        Stack<string> open = new([from]);
        while (open.TryPop(out var node))
        {
            foreach (var next in UsedBy(node))
            {
                if (next == to)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private int Level(string node, Dictionary<string, int> levels)
    {
        if (!levels.TryGetValue(node, out var level))
        {
            // Ends circles, too.
            levels[node] = 0;
            levels[node] = level = UsedBy(node).Select(used => Level(used, levels) + 1).DefaultIfEmpty(0).Max();
        }

        return level;
    }

    private static SortedDictionary<string, SortedDictionary<string, Arrow>> Index(IEnumerable<string> nodes, IEnumerable<Arrow> arrows)
    {
        SortedDictionary<string, SortedDictionary<string, Arrow>> index = new(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            index.TryAdd(node, new(StringComparer.Ordinal));
        }

        foreach (var arrow in arrows.Where(arrow => arrow.From != arrow.To))
        {
            index.TryAdd(arrow.To, new(StringComparer.Ordinal));
            index.TryAdd(arrow.From, new(StringComparer.Ordinal));
            index[arrow.From].TryAdd(arrow.To, arrow);
        }

        return index;
    }
}

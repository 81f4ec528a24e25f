using System.Globalization;
using System.Text;
using Moodstream.Architecture.Tests.Namespaces;
using Moodstream.Architecture.Tests.Projects;

namespace Moodstream.Architecture.Tests.Drawing;

/// <summary>The part of <c>docs/structure.md</c> that is drawn from the code.</summary>
internal static class StructurePage
{
    private const string Begin = $"<!-- Drawn from the code by `{Structures.UpdateCommand}`; edits are overwritten. -->\n";
    private const string End = "<!-- Drawn until here. -->\n";

    public static string FilePath { get; } = Path.Combine(Repository.Root, "docs", "structure.md");

    /// <summary>The page with its drawn part, between two lines that say so, replaced.</summary>
    public static string Update(string page)
    {
        var (before, after) = (page.Split(Begin)[0], page.Split(End)[1]);
        return $"{before}{Begin}{Draw()}{End}{after}";
    }

    private static string Draw()
    {
        NamespaceGraph projects = new(
            ProjectArrows.Projects.Keys,
            ProjectArrows.Projects.SelectMany(project => project.Value.Select(used => new Arrow(project.Key, used, "may refer to it"))));
        StringBuilder page = new("\n## Projects\n\n");
        page.Append(Mermaid.Draw(projects.BottomUp, projects.UsedDirectlyBy));
        foreach (var project in projects.BottomUp)
        {
            var graph = Structures.Of(project);
            page.Append(CultureInfo.InvariantCulture, $"\n## {project}\n\nNamespaces: {graph.BottomUp.Count}, arrows: {graph.Arrows.Count()}.\n\n");
            page.Append(Mermaid.Draw(graph.BottomUp, graph.UsedDirectlyBy));
        }

        return page.Append('\n').ToString();
    }
}

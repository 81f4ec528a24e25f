using System.Text;

namespace Moodstream.Architecture.Tests.Drawing;

/// <summary>Draws arrows as a Mermaid flowchart.</summary>
internal static class Mermaid
{
    /// <param name="nodes">What to draw, in the order in which it is to be written.</param>
    /// <param name="usedBy">Where a node's arrows go.</param>
    public static string Draw(IEnumerable<string> nodes, Func<string, IEnumerable<string>> usedBy)
    {
        StringBuilder chart = new("```mermaid\nflowchart TD\n");
        foreach (var node in nodes.Reverse())
        {
            chart.Append("    ").Append(Id(node)).Append("[\"").Append(node).Append("\"]\n");
            foreach (var used in usedBy(node))
            {
                chart.Append("    ").Append(Id(node)).Append(" --> ").Append(Id(used)).Append('\n');
            }
        }

        return chart.Append("```\n").ToString();
    }

    /// <summary>Some words, such as <c>end</c>, and signs are Mermaid's own.</summary>
    private static string Id(string node) => $"n_{string.Concat(node.Select(sign => char.IsLetterOrDigit(sign) ? sign : '_'))}";
}

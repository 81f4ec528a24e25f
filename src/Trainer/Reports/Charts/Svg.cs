using System.Globalization;
using System.Net;
using System.Text;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>A drawing in the making. Colours are CSS classes, so that the page decides them for light and dark.</summary>
/// <param name="width">Width in units.</param>
/// <param name="height">Height in units.</param>
/// <param name="title">What it shows, for screen readers.</param>
internal sealed class Svg(double width, double height, string title)
{
    private readonly StringBuilder _content = new();

    /// <summary>Adds a rectangle.</summary>
    public void Rectangle(double x, double y, double w, double h, string style, string? hint = null) =>
        Add($"""<rect x="{N(x)}" y="{N(y)}" width="{N(w)}" height="{N(h)}" {style}>{Hint(hint)}</rect>""");

    /// <summary>Adds a line through points.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string style, string? hint = null) =>
        Add($"""<polyline points="{Points(points)}" fill="none" {style}>{Hint(hint)}</polyline>""");

    /// <summary>Adds a dot.</summary>
    public void Dot(double x, double y, double radius, string style, string? hint = null) =>
        Add($"""<circle cx="{N(x)}" cy="{N(y)}" r="{N(radius)}" {style}>{Hint(hint)}</circle>""");

    /// <summary>Adds a mark whose shape tells kinds apart: a dot, a square, a triangle, and so on in turn.</summary>
    /// <param name="kind">The kind, from 0.</param>
    /// <param name="x">Centre.</param>
    /// <param name="y">Centre.</param>
    /// <param name="radius">Half its size.</param>
    /// <param name="style">Attributes.</param>
    /// <param name="hint">Shown where the pointer rests on it.</param>
    public void Mark(int kind, double x, double y, double radius, string style, string? hint = null)
    {
        switch (kind % 3)
        {
            case 0:
                Dot(x, y, radius, style, hint);
                break;
            case 1:
                Rectangle(x - radius, y - radius, 2 * radius, 2 * radius, style, hint);
                break;
            default:
                (double X, double Y)[] corners = [(x, y - radius), (x + radius, y + radius), (x - radius, y + radius)];
                Add($"""<polygon points="{Points(corners)}" {style}>{Hint(hint)}</polygon>""");
                break;
        }
    }

    /// <summary>Adds words.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">The words.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="style">Further attributes.</param>
    public void Text(double x, double y, string text, string anchor = "start", string style = "") =>
        Add($"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}" {style}>{WebUtility.HtmlEncode(text)}</text>""");

    /// <summary>Adds words that rise to the right, such as the heads of narrow columns.</summary>
    public void RisingText(double x, double y, string text) => Text(x, y, text, style: $"transform=\"rotate(-40 {N(x)} {N(y)})\"");

    /// <summary>The drawing as an element of a page, never larger than its units.</summary>
    public override string ToString() =>
        $"""<svg viewBox="0 0 {N(width)} {N(height)}" style="max-width:{N(width)}px" role="img" aria-label="{WebUtility.HtmlEncode(title)}">{_content}</svg>""";

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"));

    private static string Hint(string? hint) => hint is null ? "" : $"<title>{WebUtility.HtmlEncode(hint)}</title>";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Add(string element) => _content.Append(element).Append('\n');
}

using System.Globalization;
using System.Net;
using System.Text;

namespace Moodstream.Trainer;

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
        Add($"""<polyline points="{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}" fill="none" {style}>{Hint(hint)}</polyline>""");

    /// <summary>Adds a dot.</summary>
    public void Dot(double x, double y, double radius, string style, string? hint = null) =>
        Add($"""<circle cx="{N(x)}" cy="{N(y)}" r="{N(radius)}" {style}>{Hint(hint)}</circle>""");

    /// <summary>Adds a small square, centred.</summary>
    public void Square(double x, double y, double half, string style, string? hint = null) =>
        Rectangle(x - half, y - half, 2 * half, 2 * half, style, hint);

    /// <summary>Adds words.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">The words.</param>
    /// <param name="anchor">start, middle or end.</param>
    public void Text(double x, double y, string text, string anchor = "start") =>
        Add($"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    /// <summary>The drawing as an element of a page.</summary>
    public override string ToString() =>
        $"""<svg viewBox="0 0 {N(width)} {N(height)}" role="img" aria-label="{WebUtility.HtmlEncode(title)}">{_content}</svg>""";

    private void Add(string element) => _content.Append(element).Append('\n');

    private static string Hint(string? hint) => hint is null ? "" : $"<title>{WebUtility.HtmlEncode(hint)}</title>";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Says what colours and shapes mean, in rows under a drawing.</summary>
/// <param name="width">Most width of a row.</param>
internal sealed class Legend(double width)
{
    private const double Row = 20;

    // Room for the letters of a phone, where the page writes them larger.
    private const double Letter = 7.6;

    private readonly List<(string Name, Action<Svg, double, double> Mark)> _entries = [];

    /// <summary>Height of all rows.</summary>
    public double Height => Math.Ceiling(_entries.Count / (double)PerRow) * Row;

    private double Column => 34 + (Letter * _entries.Max(entry => entry.Name.Length));

    private int PerRow => Math.Max(1, (int)(width / Column));

    /// <summary>Adds an entry.</summary>
    /// <param name="name">What it stands for.</param>
    /// <param name="mark">Draws the sign, centred where it is told.</param>
    public void Add(string name, Action<Svg, double, double> mark) => _entries.Add((name, mark));

    /// <summary>Adds an entry for a colour.</summary>
    /// <param name="name">What it stands for.</param>
    /// <param name="colour">The colour's place.</param>
    public void AddColour(string name, int colour) => Add(name, (svg, x, y) => svg.Rectangle(x - 5, y - 5, 10, 10, $"class=\"s{colour}\""));

    /// <summary>Draws it.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="top">Where it begins.</param>
    public void Draw(Svg svg, double left, double top)
    {
        for (int place = 0; place < _entries.Count; place++)
        {
            double x = left + 7 + (Column * (place % PerRow));
            double y = top + (Row * (place / PerRow)) + (Row / 2);
            _entries[place].Mark(svg, x, y);
            svg.Text(x + 11, y + 4, _entries[place].Name);
        }
    }
}

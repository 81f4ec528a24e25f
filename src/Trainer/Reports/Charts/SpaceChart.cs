using System.Collections.Immutable;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>The space where modalities meet, in its two main directions: a mark for each content of each post, its shape by modality.</summary>
internal static class SpaceChart
{
    private const double Side = 480;

    /// <summary>Draws it.</summary>
    public static Svg Draw(SpaceMap map, ImmutableArray<string> labels)
    {
        string[] modalities = [.. map.Points.Select(point => point.Modality).Distinct()];
        Legend legend = new(Side);
        for (int label = 0; label < labels.Length; label++)
        {
            legend.AddColour(labels[label], label);
        }

        for (int place = 0; place < modalities.Length; place++)
        {
            int kind = place;
            legend.Add(modalities[place], (svg, x, y) => svg.Mark(kind, x, y, 5, "class=\"plain\""));
        }

        Svg svg = new(Side, Side + 8 + legend.Height, "Common space");
        foreach (var point in map.Points)
        {
            double x = 10 + ((Side - 20) * point.X);
            double y = 10 + ((Side - 20) * point.Y);
            int kind = Array.IndexOf(modalities, point.Modality);
            svg.Mark(kind, x, y, 3, $"class=\"s{point.Label}\" fill-opacity=\"0.65\"", $"{point.Modality}, {labels[point.Label]}");
        }

        legend.Draw(svg, 0, Side + 4);
        return svg;
    }
}

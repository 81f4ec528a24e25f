using System.Collections.Immutable;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Models;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Vectors of test posts in the two directions in which they vary most (principal components).</summary>
/// <param name="Points">The points.</param>
internal sealed record SpaceMap(ImmutableArray<SpacePoint> Points)
{
    private const int MostPosts = 400;
    private const int OutlierPart = 200;

    /// <summary>Draws the map of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The posts; a few hundred of them are drawn.</param>
    public static SpaceMap Of(FusionModel model, ExampleSet examples)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        int[] usable = [.. examples.Usable()];
        int count = Math.Min(usable.Length, MostPosts);

        // Spread over the file, which may be sorted by label.
        int[] posts = [.. Enumerable.Range(0, count).Select(place => usable[(int)((long)place * usable.Length / count)])];
        List<torch.Tensor> vectors = [];
        List<(int Label, string Modality)> kinds = [];
        foreach (var modality in model.Encode(examples.Features, posts).Where(modality => modality.Rows.Count > 0))
        {
            var rows = torch.tensor([.. modality.Rows.Select(row => (long)row)], device: model.Device);
            var own = modality.Vectors.index_select(0, rows);

            // Each modality about its own centre: the sum does not care where the centres lie.
            vectors.Add(own - own.mean([0L], keepdim: true));
            kinds.AddRange(modality.Rows.Select(row => (examples.Posts[posts[row]].Label, modality.Modality)));
        }

        var all = torch.cat(vectors).cpu();
        (_, _, var directions) = torch.linalg.svd(all, fullMatrices: false);
        float[] plane = all.matmul(directions.slice(0, 0, 2, 1).t()).Numbers();
        double[] x = Spread([.. Enumerable.Range(0, kinds.Count).Select(point => (double)plane[2 * point])]);
        double[] y = Spread([.. Enumerable.Range(0, kinds.Count).Select(point => (double)plane[(2 * point) + 1])]);
        return new SpaceMap([.. kinds.Select((kind, point) => new SpacePoint(x[point], y[point], kind.Label, kind.Modality))]);
    }

    private static double[] Spread(double[] values)
    {
        // A few outliers, which go to the edge, would press all others together.
        double[] sorted = [.. values.Order()];
        (double low, double high) = (sorted[sorted.Length / OutlierPart], sorted[^(1 + (sorted.Length / OutlierPart))]);
        return [.. values.Select(value => high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0.5)];
    }
}

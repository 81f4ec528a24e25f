using System.Collections.Immutable;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Evaluation;

/// <summary>A bundle's figures on labelled posts.</summary>
/// <param name="Model">The bundle.</param>
/// <param name="Rows">Figures of each view, the one of all posts and modalities first; then each modality alone, and each source.</param>
/// <param name="CalibrationError">Expected calibration error of the first view.</param>
/// <param name="Bins">Confidence against accuracy in the first view.</param>
internal sealed record BundleReport(
    ModelInfo Model, ImmutableArray<BundleReportRow> Rows, double CalibrationError, ImmutableArray<ReliabilityBin> Bins)
{
    /// <summary>Works out the figures.</summary>
    /// <param name="model">The bundle.</param>
    /// <param name="posts">The posts.</param>
    /// <param name="views">What <see cref="BundleEvaluator"/> gave.</param>
    public static BundleReport Of(ModelInfo model, ImmutableArray<LabelledPost> posts, IReadOnlyDictionary<string, Predictions> views)
    {
        string[] sources = [.. posts.Select(post => post.Source).Distinct()];
        List<BundleReportRow> rows = [.. RowsOf("all", _ => true)];
        if (sources.Length > 1)
        {
            rows.AddRange(sources.SelectMany(source => RowsOf(source, post => posts[post].Source == source)));
        }

        return new BundleReport(model, [.. rows], Calibration.ExpectedError(views[""], 1), Calibration.Reliability(views[""], 1));

        IEnumerable<BundleReportRow> RowsOf(string name, Func<int, bool> isWanted)
        {
            foreach (var (modality, predictions) in views)
            {
                var wanted = predictions.Where(isWanted);
                bool isNew = modality.Length == 0 || views.Count > 2;
                if (isNew && wanted.Posts.Length > 0)
                {
                    yield return new BundleReportRow(modality.Length == 0 ? name : $"{name}, {modality} only", ViewScores.Score(wanted, model.Labels), Calibration.ExpectedError(wanted, 1));
                }
            }
        }
    }
}

using System.Collections.Immutable;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Languages;
using Moodstream.Inference.Manifest;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Export;

/// <summary>Turns a trained model into a bundle that serving loads.</summary>
internal static class BundleExport
{
    private const string HeadFile = "head.onnx";
    private const double FairShare = 0.05;

    /// <summary>Describes the model as a bundle.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <param name="run">The trained model.</param>
    /// <param name="data">What it was trained on.</param>
    public static BundleDraft Draft(string name, SeedRun run, PreparedData data)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        var modalities = run.Model.Export(data.Corpus.Labels.Length, HeadFile, files);
        return new BundleDraft
        {
            Name = name,
            Labels = data.Corpus.Labels,
            Languages = LanguagesOf(data.Corpus.Train),
            Dimension = run.Model.Width,
            Pooling = PoolingKinds.NameOf(run.Model.Pooling),
            Modalities = modalities,
            Head = HeadFile,
            Temperature = run.Temperature,
            Files = files,
            Golden = GoldenContents.For(data.Modalities),
        };
    }

    /// <summary>The languages that a fair share of the training texts is in, the most frequent first.</summary>
    private static ImmutableArray<string> LanguagesOf(ImmutableArray<LabelledPost> posts)
    {
        string[] told = [.. posts.Select(post => post.Text).OfType<string>().Distinct().Select(TextLanguage.Of).OfType<string>()];
        return
        [
            .. told.CountBy(language => language)
                .Where(language => language.Value >= FairShare * told.Length)
                .OrderByDescending(language => language.Value)
                .Select(language => language.Key),
        ];
    }
}

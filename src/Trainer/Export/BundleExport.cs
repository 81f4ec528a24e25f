using Moodstream.Inference;

namespace Moodstream.Trainer;

/// <summary>Turns a trained model into a bundle that serving loads.</summary>
internal static class BundleExport
{
    private const string HeadFile = "head.onnx";

    /// <summary>Describes the model as a bundle.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <param name="run">The trained model.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="maxWords">Most words that are read of a text.</param>
    public static BundleDraft Draft(string name, SeedRun run, PreparedData data, int maxWords)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        TowerExportContext context = new(run.Model.Width, data.Vocabulary?.Words ?? [], maxWords);
        var modalities = run.Model.Export(context, data.Corpus.Labels.Length, HeadFile, files);
        return new BundleDraft
        {
            Name = name,
            Labels = data.Corpus.Labels,
            Dimension = run.Model.Width,
            Pooling = run.Model.Pooling.Name,
            Modalities = modalities,
            Head = HeadFile,
            Temperature = run.Temperature,
            Files = files,
            Golden = GoldenContents.For([.. modalities.Select(modality => modality.Name)]),
        };
    }
}

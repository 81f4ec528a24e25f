using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Bundles;

/// <summary>Makes and verifies the golden examples of a bundle.</summary>
internal static class Golden
{
    /// <summary>Folder of the examples' pictures within a bundle.</summary>
    public const string PictureFolder = "golden/";

    private const float CpuTolerance = 1e-4f;
    private const float GpuTolerance = 1e-3f;

    /// <summary>Computes the examples that a bundle shall hold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="contents">Their contents.</param>
    /// <param name="imagePaths">Where the picture of each content stands in the bundle, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">A content cannot be encoded, or no content has one of the modalities.</exception>
    public static async Task<GoldenExamples> ComputeAsync(
        IEmotionModel model, IReadOnlyList<PostContent> contents, IReadOnlyList<string?> imagePaths, CancellationToken cancellationToken)
    {
        var predictions = await model.PredictAsync(InLanguageOf(model, contents), null, cancellationToken);
        var examples = ImmutableArray.CreateBuilder<GoldenExample>(contents.Count);
        for (var i = 0; i < contents.Count; i++)
        {
            var verdict = predictions[i].WholeVerdict
                ?? throw new ArgumentException($"Golden content {i} cannot be encoded: {predictions[i].Failure?.Message ?? "it brings none of the modalities."}", nameof(contents));
            examples.Add(new GoldenExample
            {
                Text = contents[i].Text,
                Image = imagePaths[i],
                Source = contents[i].Source,
                Fused = verdict.Fused.Values,
                Opinions = new(verdict.Opinions.Select(opinion => KeyValuePair.Create(opinion.Modality, opinion.Distribution.Values))),
            });
        }

        var covered = examples.SelectMany(example => example.Opinions.Keys).ToHashSet();
        return model.Info.Modalities.FirstOrDefault(modality => !covered.Contains(modality)) is { Name: not null } missing
            ? throw new ArgumentException($"No golden content brings the modality '{missing}'.", nameof(contents))
            : new GoldenExamples(examples.MoveToImmutable());
    }

    /// <summary>Computes the examples of a bundle again on every device.</summary>
    /// <exception cref="ModelBundleException">There are none, or a result differs.</exception>
    public static async Task VerifyAsync(IEmotionModel model, BundleContents bundle, CancellationToken cancellationToken)
    {
        var examples = Read(bundle);
        var contents = ContentsOf(bundle, examples);
        foreach (var device in model.Devices)
        {
            var tolerance = Math.Max(device.Provider == OnnxSessions.CpuProvider ? CpuTolerance : GpuTolerance, bundle.Manifest.GoldenTolerance ?? 0);
            var predictions = await model.PredictAsync(InLanguageOf(model, contents), device.Id, cancellationToken);
            for (var i = 0; i < contents.Length; i++)
            {
                if (Difference(model.Info.Labels, examples[i], predictions[i], tolerance) is { } difference)
                {
                    throw new ModelBundleException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The model bundle {bundle.Location} does not reproduce its golden example {i + 1} on {device.Id} ({difference}; {tolerance} is allowed); restore it or train the model again."));
                }
            }
        }
    }

    /// <summary>Whether a file of a bundle belongs to its examples.</summary>
    public static bool Owns(BundleManifest manifest, string path) => path == manifest.Golden || path.StartsWith(PictureFolder, StringComparison.Ordinal);

    /// <summary>The contents of a bundle's examples.</summary>
    /// <exception cref="ModelBundleException">There are none.</exception>
    public static PostContent[] ContentsOf(BundleContents bundle) => ContentsOf(bundle, Read(bundle));

    private static PostContent[] ContentsOf(BundleContents bundle, ImmutableArray<GoldenExample> examples) =>
    [
        .. examples.Select(example => new PostContent
        {
            Text = example.Text,
            Image = example.Image is null ? default(ReadOnlyMemory<byte>?) : bundle.Get(example.Image),
            Source = example.Source,
        }),
    ];

    /// <summary>Examples are read whatever language they are in: they are there to be computed, not to be understood.</summary>
    private static PostContent[] InLanguageOf(IEmotionModel model, IReadOnlyList<PostContent> contents) =>
        [.. contents.Select(content => content with { Language = model.Info.Languages.Count > 0 ? model.Info.Languages[0] : null })];

    private static ImmutableArray<GoldenExample> Read(BundleContents bundle)
    {
        try
        {
            var examples = JsonSerializer.Deserialize(bundle.Get(bundle.Manifest.Golden), BundleJson.Default.GoldenExamples)?.Examples ?? [];
            if (!examples.IsDefaultOrEmpty
                && examples.All(example => example is { Fused.IsDefault: false } && example.Opinions.Values.All(values => !values.IsDefault)))
            {
                return examples;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw Malformed(exception);
        }

        throw Malformed(null);

        ModelBundleException Malformed(Exception? cause) => new(
            $"The file '{bundle.Manifest.Golden}' of the model bundle {bundle.Location} holds no golden examples; train the model again.", cause);
    }

    private static string? Difference(ImmutableArray<string> labels, GoldenExample expected, Prediction actual, float tolerance)
    {
        if (actual.WholeVerdict is not { } verdict)
        {
            return actual.Failure?.Type ?? "it has none of the model's modalities";
        }

        if (!verdict.Opinions.Select(opinion => opinion.Modality).ToHashSet().SetEquals(expected.Opinions.Keys))
        {
            return "its modalities differ";
        }

        return verdict.Opinions
            .Select(opinion => Difference(labels, opinion.Modality.Name, expected.Opinions[opinion.Modality], opinion.Distribution.Values, tolerance))
            .Prepend(Difference(labels, "fused", expected.Fused, verdict.Fused.Values, tolerance))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(
        ImmutableArray<string> labels, string opinion, ImmutableArray<float> expected, ImmutableArray<float> actual, float tolerance)
    {
        if (expected.Length != actual.Length)
        {
            return "its number of labels differs";
        }

        for (var i = 0; i < actual.Length; i++)
        {
            // Written so that a result that is no number differs, too.
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{opinion} '{labels[i]}' is {actual[i]:F5} instead of {expected[i]:F5}");
            }
        }

        return null;
    }
}

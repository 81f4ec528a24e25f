using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Inference.Telemetry;

namespace Moodstream.Inference.Bundles;

/// <summary>Loads model bundles from disk.</summary>
public static partial class ModelBundle
{
    /// <summary>Reads a manifest and checks that it is as it was written; the bundle's files are not looked at.</summary>
    /// <param name="directory">The bundle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">The manifest is missing or malformed, or was changed.</exception>
    public static Task<BundleManifest> ReadManifestAsync(string directory, CancellationToken cancellationToken = default) =>
        BundleContents.ReadManifestAsync(directory, null, cancellationToken);

    /// <summary>Reads a bundle as what it was written from, so that another one can be made of it; the hashes of all its files are checked.</summary>
    /// <param name="directory">The bundle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">The bundle is missing, incomplete, changed or of another format.</exception>
    public static async Task<BundleDraft> ReadDraftAsync(string directory, CancellationToken cancellationToken = default)
    {
        var bundle = await BundleContents.ReadAsync(directory, null, cancellationToken);
        var manifest = bundle.Manifest;
        var golden = Golden.ContentsOf(bundle);
        return new BundleDraft
        {
            Name = manifest.Name,
            Labels = manifest.Labels,
            Languages = [.. manifest.Languages ?? []],
            Dimension = manifest.Dimension,
            Pooling = manifest.Pooling,
            Modalities = manifest.Modalities,
            Head = manifest.Head,
            Temperature = manifest.Temperature,
            GoldenTolerance = manifest.GoldenTolerance,
            Files = manifest.Files.Where(file => !Golden.Owns(manifest, file.Path)).ToDictionary(file => file.Path, file => bundle.Get(file.Path), StringComparer.Ordinal),
            Golden = golden,
        };
    }

    /// <summary>
    /// Loads a bundle on every device that the options name. The hashes of all its files are checked, and its golden examples are
    /// computed again on each device: what is returned gives the probabilities that the trainer saw, to 0.0001 on a CPU and 0.001 on a GPU, or what
    /// the manifest allows.
    /// </summary>
    /// <param name="directory">The bundle.</param>
    /// <param name="options">Devices, batches and limits.</param>
    /// <param name="loggers">Receives what happens; nothing where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="publicKey">File of the key that the manifest must be signed by; null for no signature.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">
    /// The bundle is missing, incomplete, changed, of another format, does not reproduce its examples, or needs a network that is not there.
    /// </exception>
    /// <exception cref="DeviceUnavailableException">A device of the options cannot be used.</exception>
    public static Task<IEmotionModel> LoadAsync(
        string directory,
        InferenceOptions options,
        ILoggerFactory? loggers = null,
        TimeProvider? time = null,
        string? publicKey = null,
        CancellationToken cancellationToken = default) =>
        LoadAsync(directory, BuiltInEncoders.Registry, options, loggers, time, publicKey, cancellationToken);

    internal static async Task<IEmotionModel> LoadAsync(
        string directory,
        EncoderRegistry registry,
        InferenceOptions options,
        ILoggerFactory? loggers,
        TimeProvider? time,
        string? publicKey,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        loggers ??= NullLoggerFactory.Instance;
        time ??= TimeProvider.System;
        var started = time.GetTimestamp();
        using var activity = InferenceTelemetry.Source.StartActivity("load model");

        // Its end lets go of what waits for it to be given up.
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bundle = (await BundleContents.ReadAsync(directory, publicKey, cancellationToken)) with { GivenUp = loading.Token };
        activity?.SetTag("moodstream.model.name", bundle.Reference.Name)?.SetTag("moodstream.model.version", bundle.Reference.Version);

        EmotionModel? model = null;
        try
        {
            model = await EmotionModel.CreateAsync(bundle, registry, options, loggers, time);
            await Golden.VerifyAsync(model, bundle, cancellationToken);
            model.HasUnknown = string.Equals(options.UnreadTexts, UnreadTexts.Unknown, StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            await (model?.DisposeAsync() ?? ValueTask.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is ModelBundleException or DeviceUnavailableException or OutOfMemoryException)
            {
                throw;
            }

            // What networks and files of any content make libraries throw is the bundle's fault.
            throw new ModelBundleException(
                $"The model bundle {bundle.Location} cannot be loaded ({exception.Message.ReplaceLineEndings(" ")}); restore it or train the model again.", exception);
        }

        var logger = loggers.CreateLogger(typeof(ModelBundle));
        if (logger.IsEnabled(LogLevel.Information))
        {
            var devices = string.Join(", ", model.Devices.Select(device => $"{device.Id} ({device.Provider})"));
            var elapsedMs = time.GetElapsedTime(started).TotalMilliseconds;
            LogLoaded(logger, model.Info.Name, model.Info.Version, devices, elapsedMs);
        }

        return model;
    }

    [LoggerMessage(LogLevel.Information, "Model {Name} {Version} runs on {Devices}; loaded and verified in {ElapsedMs:F0} ms.")]
    private static partial void LogLoaded(ILogger logger, string name, string version, string devices, double elapsedMs);
}

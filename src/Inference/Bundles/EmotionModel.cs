using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Fusion;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Bundles;

/// <summary>A bundle that runs: an encoder per modality and device, and the head.</summary>
internal sealed class EmotionModel : IEmotionModel
{
    private readonly FrozenDictionary<(Modality Modality, string Device), IModalityEncoder> _encoders;
    private readonly FusionHead _head;
    private bool _disposed;

    private EmotionModel(
        string name,
        BundleManifest manifest,
        ImmutableArray<InferenceDevice> devices,
        FrozenDictionary<(Modality Modality, string Device), IModalityEncoder> encoders,
        FusionHead head)
    {
        Info = new ModelInfo(
            name, manifest.Version, manifest.Labels, [.. manifest.Modalities.Select(modality => modality.Name)], manifest.Dimension)
        {
            Languages = manifest.Languages ?? [],
        };
        Devices = devices;
        _encoders = encoders;
        _head = head;
    }

    /// <inheritdoc/>
    public ModelInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<InferenceDevice> Devices { get; }

    /// <summary>Whether what was not read of a text counts for the label <c>unknown</c>; false until the model has shown that it answers as it was trained.</summary>
    public bool HasUnknown
    {
        get => _head.HasUnknown;
        set => _head.HasUnknown = value;
    }

    /// <summary>Makes the encoders on every device, and the head.</summary>
    /// <exception cref="ModelBundleException">A file or an external network is missing, broken, or another than the bundle was trained with.</exception>
    /// <exception cref="DeviceUnavailableException">A device of the options cannot be used.</exception>
    public static async Task<EmotionModel> CreateAsync(
        BundleContents bundle, EncoderRegistry registry, InferenceOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        var networks = new NetworkFolder(options);
        var devices = new DeviceResolver(options, loggers.CreateLogger<DeviceResolver>()).Resolve();

        // To read, change and load networks takes seconds of one core; none needs another.
        ConcurrentDictionary<(Modality, string), IModalityEncoder> encoders = new();
        try
        {
            await Task.WhenAll(bundle.Manifest.Modalities
                .Select(modality => Task.Run(() => AddEncoders(modality)))
                .Prepend(Task.Run(() => CheckExternals(bundle, networks))));
            return new EmotionModel(
                bundle.Reference.Name,
                bundle.Manifest,
                [.. devices.Select(device => Report(device, encoders.Values))],
                encoders.ToFrozenDictionary(),
                FusionHead.Load(bundle, time));
        }
        catch
        {
            await DisposeAsync(encoders.Values);
            throw;
        }

        void AddEncoders(ModalityManifest modality)
        {
            var kind = registry.Get(modality, bundle.Location);
            IModalityEncoder? shared = null;
            foreach (var device in devices)
            {
                var encoder = shared ?? kind.Create(new EncoderContext(modality, bundle, device, networks, options, time));
                shared = encoder.Device is null ? encoder : null;
                encoders[(modality.Name, device.Id)] = encoder;
            }
        }
    }

    /// <inheritdoc/>
    public IModalityEncoder Encoder(Modality modality, string? device = null) =>
        _encoders.TryGetValue((modality, device ?? Devices[0].Id), out var encoder)
            ? encoder
            : throw new KeyNotFoundException(
                $"The model {Info.Name} has no modality '{modality}' on a device '{device ?? Devices[0].Id}'; it has {string.Join(", ", Info.Modalities)} on {string.Join(", ", Devices.Select(each => each.Id))}.");

    /// <inheritdoc/>
    public ImmutableArray<Verdict> Classify(ImmutableArray<ImmutableArray<Embedding>> posts) => _head.Classify(posts);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            await DisposeAsync(_encoders.Values);
            _head.Dispose();
        }
    }

    private static void CheckExternals(BundleContents bundle, NetworkFolder networks)
    {
        foreach (var external in bundle.Manifest.Externals)
        {
            if (networks.HashOf(external.Name) != external.Sha256)
            {
                throw new ModelBundleException(
                    $"The model bundle {bundle.Location} was trained with another '{external.Name}' network than the one that comes with this build; train it again.");
            }
        }
    }

    /// <summary>Tells what a device's sessions got; a device that no encoder needs runs nothing but CPU sessions.</summary>
    private static InferenceDevice Report(ComputeDevice device, IEnumerable<IModalityEncoder> encoders) =>
        encoders.Select(encoder => encoder.Device).FirstOrDefault(used => used?.Id == device.Id)
        ?? new InferenceDevice(device.Id, OnnxSessions.CpuProvider);

    private static async ValueTask DisposeAsync(IEnumerable<IModalityEncoder> encoders)
    {
        foreach (var encoder in encoders.Distinct())
        {
            if (encoder is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (encoder as IDisposable)?.Dispose();
            }
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Batching;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Telemetry;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Turns pictures into the features of a network trained on ImageNet (ResNet18), followed by what their faces say where that is wanted, in micro-batches
/// on one device. Safe for concurrent use.
/// </summary>
public sealed class PictureFeaturizer : IAsyncDisposable
{
    private readonly PictureDecoder _decoder;
    private readonly InferenceSession _session;
    private readonly RangeMeter? _meter;
    private readonly string[] _outputs;
    private readonly FaceReader? _faces;
    private readonly MicroBatcher<DecodedPicture, float[]> _batcher;
    private readonly TimeProvider _time;

    /// <param name="network">The joined ResNet18.</param>
    /// <param name="faces">Reads faces, and is disposed of with this; null where they are not wanted.</param>
    /// <param name="device">What the network runs on.</param>
    /// <param name="options">Batches and limits.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="meter">What the network was attached to, to be measured; null where nothing is measured.</param>
    internal PictureFeaturizer(
        byte[] network, FaceReader? faces, ComputeDevice device, InferenceOptions options, TimeProvider? time = null, RangeMeter? meter = null)
    {
        _meter = meter;
        _outputs = meter is null ? [ResNet18.Output] : [ResNet18.Output, RangeMeter.Output];
        _time = time ?? TimeProvider.System;
        _session = device.CreateSession(network, keepsMemory: true);
        _faces = faces;
        NetworkFeatureCount = _session.OutputMetadata[ResNet18.Output].Dimensions[^1];
        _decoder = new PictureDecoder(options.Pictures);
        Device = new InferenceDevice(device.Id, ComputeDevice.ProviderOf(_session));
        _batcher = new MicroBatcher<DecodedPicture, float[]>(
            Run,
            new MicroBatcherOptions(
                Modality.Image, device.Id, options.MaxBatchSize, TimeSpan.FromMilliseconds(options.MaxBatchDelayMs), options.MaxQueuedPictures, device.Callers)
            {
                OnIdle = device.Kind == DeviceKind.Cuda ? null : GiveMemoryBack,
            },
            time);
    }

    /// <summary>The device, with the execution provider that the network's session really got.</summary>
    public InferenceDevice Device { get; }

    /// <summary>Features of a picture.</summary>
    public int FeatureCount => NetworkFeatureCount + (_faces is null ? 0 : FaceFeatures.Count);

    private int NetworkFeatureCount { get; }

    /// <summary>Loads the networks on the first of the devices that the options name.</summary>
    /// <param name="options">Devices, batches and limits.</param>
    /// <param name="poolings">The features wanted, in their order; at least one pooling.</param>
    /// <param name="readsFaces">Whether the features of <see cref="FaceFeatures"/> follow.</param>
    /// <param name="loggers">Receives warnings about devices; none where null.</param>
    /// <exception cref="DeviceUnavailableException">The device cannot be used.</exception>
    /// <exception cref="ModelBundleException">A network is missing.</exception>
    public static PictureFeaturizer Load(
        InferenceOptions options, IReadOnlyList<PicturePooling> poolings, bool readsFaces = false, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var resolver = new DeviceResolver(options, (loggers ?? NullLoggerFactory.Instance).CreateLogger<DeviceResolver>());
        var device = resolver.Resolve()[0];
        NetworkFolder networks = new(options);
        return new PictureFeaturizer(ResNet18.Load(networks, poolings), readsFaces ? new FaceReader(networks, device) : null, device, options);
    }

    /// <summary>Measures where the values within the network lie while it sees pictures.</summary>
    /// <param name="options">Devices, batches and limits.</param>
    /// <param name="files">The pictures; some hundreds of all kinds suffice. Those that cannot be decoded are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceUnavailableException">The device cannot be used.</exception>
    /// <exception cref="ModelBundleException">A network is missing.</exception>
    /// <exception cref="InvalidOperationException">The pictures do not tell where its values lie, as where none can be decoded.</exception>
    public static async Task<NetworkRanges> MeasureAsync(
        InferenceOptions options, IReadOnlyList<ReadOnlyMemory<byte>> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RangeMeter meter = new();
        var network = ResNet18.Load(new NetworkFolder(options), PicturePooling.All, meter: meter);
        var device = new DeviceResolver(options, NullLogger<DeviceResolver>.Instance).Resolve()[0];
        await using PictureFeaturizer featurizer = new(network, null, device, options, meter: meter);
        foreach (var batch in files.Chunk(options.MaxBatchSize))
        {
            await featurizer.FeaturizeAsync(batch, cancellationToken);
        }

        return meter.ToRanges();
    }

    /// <summary>Decodes pictures and computes their features; calls that overlap share batches.</summary>
    /// <param name="files">Picture files of any content.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One result per picture, in order; a picture that cannot be decoded fails alone.</returns>
    public async Task<IReadOnlyList<PictureFeatures>> FeaturizeAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return await Task.WhenAll(files.Select(file => FeaturizeAsync(file, cancellationToken)));
    }

    /// <summary>Finishes what waits, and releases the network.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        _session.Dispose();
        _faces?.Dispose();
    }

    /// <summary>Gives what pictures took back to the system; for networks on the CPU.</summary>
    internal void GiveMemoryBack()
    {
        PixelTensor.GiveMemoryBack(_session, ResNet18.Input, ResNet18.Side, ResNet18.Output);
        _faces?.GiveMemoryBack();
    }

    private async Task<PictureFeatures> FeaturizeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var decoded = await DecodeAsync(file, cancellationToken);
        var decodedAt = _time.GetTimestamp();
        var decodeMs = _time.GetElapsedTime(started, decodedAt).TotalMilliseconds;
        if (!decoded.IsDecoded)
        {
            InferenceTelemetry.ContentFailures.Add(1, new KeyValuePair<string, object?>("type", decoded.Failure.Type));
            return new PictureFeatures(default, decoded.Failure, decodeMs, 0);
        }

        var features = await _batcher.RunAsync(decoded, cancellationToken);
        return new PictureFeatures(features, null, decodeMs, _time.GetElapsedTime(decodedAt).TotalMilliseconds);
    }

    private async Task<DecodedPicture> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        try
        {
            return _faces is null
                ? await _decoder.DecodeAsync(file, ResNet18.Side, ResNet18.Side, cancellationToken)
                : await _decoder.DecodeAsync(file, ResNet18.Side, ResNet18.Side, FaceNetworks.PictureSide, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            InferenceTelemetry.Abandoned.Add(1, new("modality", Modality.Image.Name), new("device", Device.Id));
            throw;
        }
    }

    private float[][] Run(IReadOnlyList<DecodedPicture> pictures)
    {
        var rows = RunNetwork(pictures);
        if (_faces is not null)
        {
            var faces = _faces.Read([.. pictures.Select(picture => picture.Whole!)]);
            for (var i = 0; i < rows.Length; i++)
            {
                faces[i].CopyTo(rows[i].AsSpan(NetworkFeatureCount));
            }
        }

        return rows;
    }

    private float[][] RunNetwork(IReadOnlyList<DecodedPicture> pictures)
    {
        using var pixels = PixelTensor.Create(pictures.Count, ResNet18.Side);
        var target = pixels.GetTensorMutableDataAsSpan<byte>();
        foreach (var picture in pictures)
        {
            var bytes = picture.Picture!.Pixels;
            bytes.CopyTo(target);
            target = target[bytes.Length..];
        }

        using var runOptions = new RunOptions();
        using var outputs = _session.Run(runOptions, [ResNet18.Input], [pixels], _outputs);
        _meter?.Add(outputs[^1].GetTensorDataAsSpan<float>());
        var features = outputs[0].GetTensorDataAsSpan<float>();
        var rows = new float[pictures.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new float[FeatureCount];
            features.Slice(i * NetworkFeatureCount, NetworkFeatureCount).CopyTo(rows[i]);
        }

        return rows;
    }
}

using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Batching;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;

namespace Moodstream.Inference.Sentence;

/// <summary>
/// Turns texts into sentence vectors (all-MiniLM-L6-v2: the mean over word pieces, brought to length 1), in micro-batches on one device.
/// Safe for concurrent use.
/// </summary>
public sealed class SentenceFeaturizer : IAsyncDisposable
{
    /// <summary>Numbers in a sentence vector.</summary>
    public const int FeatureCount = MiniLm.Width;

    /// <summary>Name of the network among those that come with the program.</summary>
    public const string Network = MiniLm.Network;

    private const int MaxBatchSize = 64;
    private const int MaxQueued = 1_024;

    // Beyond this a batch gains nothing on a CPU, and its attention costs memory.
    private const int MaxPiecesAtOnce = 1_024;

    // Between padding, which costs time, and lengths of few texts each, which cost more.
    private const int LengthStep = 4;

    private readonly SentenceTokenizer _tokenizer;
    private readonly InferenceSession _session;
    private readonly RangeMeter? _meter;
    private readonly string[] _outputs;
    private readonly MicroBatcher<long[], float[]> _batcher;

    internal SentenceFeaturizer(
        NetworkFolder networks, ComputeDevice device, InferenceOptions options, SentenceNetwork? network = null, TimeProvider? time = null, RangeMeter? meter = null)
    {
        _meter = meter;
        _outputs = meter is null ? [MiniLm.Output] : [MiniLm.Output, RangeMeter.Output];
        _tokenizer = new SentenceTokenizer(networks);
        _session = MiniLm.LoadNetwork(networks, device, network ?? SentenceNetwork.Whole, meter);
        Device = new InferenceDevice(device.Id, ComputeDevice.ProviderOf(_session));
        _batcher = new MicroBatcher<long[], float[]>(
            Run,
            new MicroBatcherOptions(Modality.Text, device.Id, MaxBatchSize, TimeSpan.FromMilliseconds(options.MaxBatchDelayMs), MaxQueued, device.Callers),
            time);
    }

    /// <summary>The device, with the execution provider that the network's session really got.</summary>
    public InferenceDevice Device { get; }

    /// <summary>Loads the network on the first of the devices that the options name.</summary>
    /// <param name="options">Devices and batches.</param>
    /// <param name="loggers">Receives warnings about devices; none where null.</param>
    /// <param name="network">How much of the network, what training changed in it, and whether it is computed in bytes; null for the whole as it comes.</param>
    /// <exception cref="DeviceUnavailableException">The device cannot be used.</exception>
    /// <exception cref="ModelBundleException">The network is missing.</exception>
    public static SentenceFeaturizer Load(InferenceOptions options, ILoggerFactory? loggers = null, SentenceNetwork? network = null) =>
        Load(options, loggers, network, null);

    /// <summary>Measures where the values within a network lie while it reads texts.</summary>
    /// <param name="options">Devices and batches.</param>
    /// <param name="network">The network, computed in floats.</param>
    /// <param name="texts">The texts, at least one; some hundreds of all kinds suffice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceUnavailableException">The device cannot be used.</exception>
    /// <exception cref="ModelBundleException">The network is missing.</exception>
    /// <exception cref="InvalidOperationException">The texts do not tell where its values lie.</exception>
    public static async Task<NetworkRanges> MeasureAsync(
        InferenceOptions options, SentenceNetwork network, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        RangeMeter meter = new();
        await using var featurizer = Load(options, null, network, meter);
        foreach (var batch in texts.Chunk(MaxBatchSize))
        {
            await featurizer.FeaturizeAsync(batch, cancellationToken);
        }

        return meter.ToRanges();
    }

    /// <summary>Computes the vectors of texts; calls that overlap share batches.</summary>
    /// <param name="texts">Any texts; a long one is read in parts, and an empty one has a vector, too.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One vector per text, in order, <see cref="FeatureCount"/> long.</returns>
    public async Task<IReadOnlyList<float[]>> FeaturizeAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return await ComputeAsync(Tokenize(texts), cancellationToken);
    }

    /// <summary>Finishes what waits, and releases the network.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        _session.Dispose();
    }

    private static SentenceFeaturizer Load(InferenceOptions options, ILoggerFactory? loggers, SentenceNetwork? network, RangeMeter? meter)
    {
        ArgumentNullException.ThrowIfNull(options);
        var resolver = new DeviceResolver(options, (loggers ?? NullLoggerFactory.Instance).CreateLogger<DeviceResolver>());
        return new SentenceFeaturizer(new NetworkFolder(options), resolver.Resolve()[0], options, network, meter: meter);
    }

    /// <summary>The word pieces of the parts of texts.</summary>
    internal long[][][] Tokenize(IEnumerable<string> texts) => [.. texts.Select(_tokenizer.Encode)];

    /// <summary>Computes the vectors of texts, each the direction of the mean over its parts.</summary>
    internal async Task<float[][]> ComputeAsync(long[][][] texts, CancellationToken cancellationToken)
    {
        // Neighbours in the queue share a batch, and those of like lengths need little padding.
        long[][] parts = [.. texts.SelectMany(text => text)];
        var vectors = new Task<float[]>[parts.Length];
        foreach (var i in Enumerable.Range(0, parts.Length).OrderBy(i => parts[i].Length))
        {
            vectors[i] = _batcher.RunAsync(parts[i], cancellationToken);
        }

        Queue<float[]> computed = new(await Task.WhenAll(vectors));
        return Array.ConvertAll(texts, text => Mean([.. text.Select(_ => computed.Dequeue())]));
    }

    private static float[] Mean(float[][] parts)
    {
        if (parts is [var only])
        {
            return only;
        }

        var sum = new float[FeatureCount];
        foreach (var part in parts)
        {
            TensorPrimitives.Add(sum, part, sum);
        }

        TensorPrimitives.Divide(sum, TensorPrimitives.Norm(sum), sum);
        return sum;
    }

    /// <summary>
    /// Runs texts of one padded length together. So a text is always padded to the same length, whatever the batch, and its vector is the same
    /// to the last bit.
    /// </summary>
    private float[][] Run(IReadOnlyList<long[]> texts)
    {
        var vectors = new float[texts.Count][];
        foreach (var alike in Enumerable.Range(0, texts.Count).GroupBy(i => PaddedLengthOf(texts[i])))
        {
            foreach (var batch in alike.Chunk(MaxPiecesAtOnce / alike.Key))
            {
                Run(texts, batch, alike.Key, vectors);
            }
        }

        return vectors;
    }

    private static int PaddedLengthOf(long[] text) => (text.Length + LengthStep - 1) / LengthStep * LengthStep;

    private void Run(IReadOnlyList<long[]> texts, ReadOnlySpan<int> batch, int longest, float[][] vectors)
    {
        long[] shape = [batch.Length, longest];
        var allocator = OrtAllocator.DefaultInstance;
        using var ids = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Int64, shape);
        using var mask = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Int64, shape);
        using var types = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Int64, shape);
        var idRows = ids.GetTensorMutableDataAsSpan<long>();
        var maskRows = mask.GetTensorMutableDataAsSpan<long>();
        idRows.Clear();
        maskRows.Clear();
        types.GetTensorMutableDataAsSpan<long>().Clear();
        for (var row = 0; row < batch.Length; row++)
        {
            var text = texts[batch[row]];
            text.CopyTo(idRows[(row * longest)..]);
            maskRows.Slice(row * longest, text.Length).Fill(1);
        }

        using var runOptions = new RunOptions();
        using var outputs = _session.Run(runOptions, MiniLm.Inputs, [ids, mask, types], _outputs);
        _meter?.Add(outputs[^1].GetTensorDataAsSpan<float>());
        var hidden = outputs[0].GetTensorDataAsSpan<float>();
        for (var row = 0; row < batch.Length; row++)
        {
            vectors[batch[row]] = Pool(hidden.Slice(row * longest * FeatureCount, texts[batch[row]].Length * FeatureCount));
        }
    }

    /// <summary>The direction of the mean over pieces.</summary>
    private static float[] Pool(ReadOnlySpan<float> pieces)
    {
        var vector = new float[FeatureCount];
        for (; !pieces.IsEmpty; pieces = pieces[FeatureCount..])
        {
            TensorPrimitives.Add(vector, pieces[..FeatureCount], vector);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}

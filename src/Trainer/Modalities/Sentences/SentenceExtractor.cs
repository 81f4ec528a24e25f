using System.Text;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Turns texts into sentence vectors.</summary>
/// <param name="update">What an earlier training changed in the network, or null.</param>
internal sealed class SentenceExtractor(NetworkUpdate? update) : IFeatureExtractor
{
    // Part of the cache's name: raise it whenever Moodstream.Inference splits texts or pools pieces differently.
    private const string Preprocessing = "p2";

    private readonly InferenceOptions _options = new();
    private SentenceFeaturizer? _featurizer;

    public string CacheName => NetworkFiles.CacheName(_options, SentenceFeaturizer.Network, Preprocessing + (update is null ? "" : $"-{NetworkFiles.HashOf(update.ToBytes())}"));

    public int Width => SentenceFeaturizer.FeatureCount;

    public int AtOnce => 512;

    public ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken) => ValueTask.FromResult(Encoding.UTF8.GetBytes(content));

    public async Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken)
    {
        _featurizer ??= SentenceFeaturizer.Load(_options, update: update);
        return await _featurizer.FeaturizeAsync([.. contents.Select(text => text.Name)], cancellationToken);
    }

    public ValueTask DisposeAsync() => _featurizer?.DisposeAsync() ?? ValueTask.CompletedTask;
}

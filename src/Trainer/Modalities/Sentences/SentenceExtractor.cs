using System.Text;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Turns texts into sentence vectors.</summary>
/// <param name="network">The network, as an earlier training left it.</param>
internal sealed class SentenceExtractor(SentenceNetwork network) : IFeatureExtractor
{
    // Part of the cache's name: raise it whenever Moodstream.Inference splits texts or pools pieces differently.
    private const string Preprocessing = "p2";

    private readonly InferenceOptions _options = new();
    private SentenceFeaturizer? _featurizer;

    public string CacheName => NetworkFiles.CacheName(_options, SentenceFeaturizer.Network, Preprocessing + Layers + Update);

    public int Width => SentenceFeaturizer.FeatureCount;

    public int AtOnce => 512;

    private string Layers => network.Layers == SentenceNetwork.AllLayers ? "" : $"-{network.Layers}";

    private string Update => network.Update is null ? "" : $"-{NetworkFiles.HashOf(network.Update.ToBytes())}";

    public ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken) => ValueTask.FromResult(Encoding.UTF8.GetBytes(content));

    public async Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken)
    {
        _featurizer ??= SentenceFeaturizer.Load(_options, network: network);
        return await _featurizer.FeaturizeAsync([.. contents.Select(text => text.Name)], cancellationToken);
    }

    public ValueTask DisposeAsync() => _featurizer?.DisposeAsync() ?? ValueTask.CompletedTask;
}

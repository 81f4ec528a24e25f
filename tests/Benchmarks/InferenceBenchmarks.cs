using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Moodstream.Inference.Options;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;
using Moodstream.Inference.Vision;

namespace Moodstream.Benchmarks;

/// <summary>What one post costs before its modalities are pooled: words, a picture's decoding, the picture network.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls Cleanup.")]
public class InferenceBenchmarks
{
    private const int Pictures = 32;

    private const string Text =
        "Sooo happy today!!! My sister finally got the job 😂😂 she can't believe it :) #DreamJob https://example.org/news @jane thanks";

    private readonly int[] _ids = new int[64];
    private readonly PictureDecoder _decoder = new(new PictureOptions());
    private PictureFeaturizer _featurizer = null!;
    private WordVectors _vectors = null!;
    private float[] _features = null!;
    private byte[] _photograph = null!;
    private ReadOnlyMemory<byte>[] _photographs = null!;

    /// <summary>Loads the network and makes a vocabulary.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] words = [.. WordTokenizer.Tokenize(Text).Distinct(), .. Enumerable.Range(0, 30_000).Select(i => $"word{i}")];
        _vectors = new WordVectors(new Vocabulary(words), new float[words.Length * 100], 100);
        _features = new float[_vectors.FeatureCount];
        _photograph = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "pictures", "rocket.jpg"));
        _photographs = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)_photograph, Pictures)];
        _featurizer = PictureFeaturizer.Load(new InferenceOptions(), PicturePooling.All);
    }

    /// <summary>Releases the network.</summary>
    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _featurizer.DisposeAsync();
    }

    /// <summary>Words of one post to its features.</summary>
    [Benchmark]
    public float FeaturizeText()
    {
        var count = _vectors.Vocabulary.Encode(Text, _ids);
        _vectors.Featurize(_ids.AsSpan(0, count), _ids.Length, _features);
        return _features[0];
    }

    /// <summary>One photograph (480 × 320, 31 KB) to 224 × 224 pixels.</summary>
    [Benchmark]
    public async Task<int> DecodePicture()
    {
        var decoded = await _decoder.DecodeAsync(_photograph, 224, 224);
        using var picture = decoded.Picture!;
        return picture.Pixels[0];
    }

    /// <summary>Photographs of many callers to their features, decoding included; the time is that of one.</summary>
    [Benchmark(OperationsPerInvoke = Pictures)]
    public async Task<int> FeaturizePictures() => (await _featurizer.FeaturizeAsync(_photographs)).Count;
}

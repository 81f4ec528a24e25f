using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Batching;
using Moodstream.Inference.Models;

namespace Moodstream.TestKit;

/// <summary>
/// A deterministic model without networks. A content's vector counts its bytes by remainder, so that equal contents
/// have equal vectors and different ones do not; contents that start with "broken" can never be encoded. It can read
/// words, pictures and, where its modalities say so, sources.
/// </summary>
public sealed class FakeEmotionModel : IEmotionModel
{
    /// <summary>A modality of sources.</summary>
    public static readonly Modality Source = new("source");

    private readonly TaskCompletionSource _disposed = new();
    private readonly ConcurrentDictionary<(string Device, Modality Modality), MicroBatcher<string, string>> _batchers = new();
    private int _encodings;
    private long _computed;

    public FakeEmotionModel(params string[] devices) =>
        Devices = [.. (devices.Length == 0 ? ["cpu:0"] : devices).Select(id => new InferenceDevice(id, "CPUExecutionProvider"))];

    public ModelInfo Info { get; set; } = new("fake", "v1", ["anger", "joy", "sadness"], [Modality.Text, Modality.Image], 3);

    public IReadOnlyList<InferenceDevice> Devices { get; }

    /// <summary>The modalities whose encoders need a device.</summary>
    public HashSet<Modality> OnDevice { get; } = [Modality.Image];

    /// <summary>Texts that an encoder on a device leaves to one without, where there is such a choice.</summary>
    public Predicate<string>? IsClear { get; set; }

    /// <summary>The device of every content that was encoded on one.</summary>
    public ConcurrentQueue<string> Encoded { get; } = new();

    /// <summary>What came to encoders on devices, call by call.</summary>
    public ConcurrentQueue<IReadOnlyList<PostContent>> Calls { get; } = new();

    /// <summary>How long a device computes one content; zero for no time at all, and no queue. It computes them one after the other.</summary>
    public TimeSpan PerContent { get; set; }

    /// <summary>Contents that devices computed, also those whose callers had given up by then.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Everything that came to encoders on devices.</summary>
    public ConcurrentQueue<PostContent> Received { get; } = new();

    /// <summary>How many batches were encoded, of any modality.</summary>
    public int Encodings => _encodings;

    /// <summary>Whether broken contents make their posts be refused.</summary>
    public bool RefusesBroken { get; set; }

    /// <summary>Completes when the model is disposed of.</summary>
    public Task Disposed => _disposed.Task;

    public bool IsDisposed => _disposed.Task.IsCompleted;

    /// <summary>Awaited before every encoding.</summary>
    public Func<Modality, Task> BeforeEncoding { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited before every classification.</summary>
    public Action BeforeClassifying { get; set; } = () => { };

    /// <summary>Gives it another name and version.</summary>
    public FakeEmotionModel Named(string name, string version)
    {
        Info = Info with { Name = name, Version = version };
        return this;
    }

    public IModalityEncoder Encoder(Modality modality, string? device = null)
    {
        var owned = device is null ? Devices[0] : Devices.FirstOrDefault(each => each.Id == device);
        return Info.Modalities.Contains(modality) && owned is not null
            ? new FakeEncoder(this, modality, OnDevice.Contains(modality) ? owned : null)
            : throw new KeyNotFoundException($"{modality} on {device}");
    }

    public ImmutableArray<Verdict> Classify(ImmutableArray<ImmutableArray<Embedding>> posts)
    {
        BeforeClassifying();
        if (posts.SelectMany(post => post).FirstOrDefault(embedding => embedding.ModelVersion != Info.Version) is { } other)
        {
            throw new ModelVersionException(other.ModelVersion, Info.Version);
        }

        return [.. posts.Select(post => new Verdict
        {
            Fused = Distribution([.. Enumerable.Range(0, Info.Dimension).Select(i => post.Sum(embedding => embedding.Vector[i]))]),
            Opinions = [.. post.OrderBy(embedding => Info.Modalities.IndexOf(embedding.Modality)).Select(
                embedding => new ModalityOpinion(embedding.Modality, Distribution([.. embedding.Vector])))],
            Model = new ModelReference(Info.Name, Info.Version),
        })];
    }

    public async ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        foreach (var batcher in _batchers.Values)
        {
            await batcher.DisposeAsync();
        }
    }

    private async Task ComputeAsync(string device, Modality modality, int contents, CancellationToken cancellationToken)
    {
        var batcher = _batchers.GetOrAdd((device, modality), _ => new MicroBatcher<string, string>(
            batch =>
            {
                Thread.Sleep(PerContent * batch.Count);
                Interlocked.Add(ref _computed, batch.Count);
                return batch;
            },
            new MicroBatcherOptions(modality, device, MaxBatchSize: 8, TimeSpan.Zero, MaxQueued: 64)));
        await Task.WhenAll(Enumerable.Range(0, contents).Select(_ => batcher.RunAsync(device, cancellationToken)));
    }

    private EmotionDistribution Distribution(float[] logits)
    {
        var exponentials = logits.Select(logit => MathF.Exp(logit - logits.Max())).ToArray();
        return new EmotionDistribution(Info.Labels, [.. exponentials.Select(value => value / exponentials.Sum())]);
    }

    private sealed class FakeEncoder(FakeEmotionModel model, Modality modality, InferenceDevice? device) : IModalityEncoder
    {
        public Modality Modality => modality;

        public InferenceDevice? Device => device;

        public IModalityEncoder? First =>
            device is not null && modality == Modality.Text && model.IsClear is not null ? new FakeEncoder(model, modality, null) : null;

        public bool Applies(PostContent content) => Read(content) is { Length: > 0 };

        public PostContent Part(PostContent content) => modality.Name switch
        {
            "text" => new PostContent { Text = content.Text },
            "image" => new PostContent { Image = content.Image },
            _ => new PostContent { Source = content.Source },
        };

        public async Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
        {
            // The model may be exchanged while this runs; what an encoder makes is of the model that it belongs to.
            var info = model.Info;
            await model.BeforeEncoding(modality).WaitAsync(cancellationToken);
            Interlocked.Increment(ref model._encodings);
            if (device is not null)
            {
                model.Calls.Enqueue(contents);
                if (model.PerContent > TimeSpan.Zero)
                {
                    await model.ComputeAsync(device.Id, modality, contents.Count, cancellationToken);
                }
            }

            return [.. contents.Select(content => Encode(content, info))];
        }

        private byte[]? Read(PostContent content) => modality.Name switch
        {
            "text" => content.Text is { } text ? Encoding.UTF8.GetBytes(text) : null,
            "image" => content.Image?.ToArray(),
            "source" => content.Source is { } source ? Encoding.UTF8.GetBytes(source) : null,
            _ => null,
        };

        private Embedding Encode(PostContent content, ModelInfo info)
        {
            if (device is not null)
            {
                model.Encoded.Enqueue(device.Id);
                model.Received.Enqueue(content);
            }

            var bytes = Read(content)!;
            var embedding = new Embedding { Modality = modality, ModelVersion = info.Version, DecodeMs = 0.5 };
            if (bytes.AsSpan().StartsWith("broken"u8))
            {
                return embedding with { Failure = new PostFailure($"{modality}-broken", "The content is broken.", model.RefusesBroken) };
            }

            var vector = new float[info.Dimension];
            foreach (var value in bytes)
            {
                vector[value % vector.Length] += 0.1f;
            }

            var isSettled = device is not null || modality != Modality.Text || model.IsClear?.Invoke(content.Text!) != false;
            return embedding with { Vector = isSettled ? [.. vector] : [], EmbedMs = 1.5 };
        }
    }
}

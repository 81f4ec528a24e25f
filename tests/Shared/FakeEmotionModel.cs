using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Moodstream.Inference.Models;

namespace Moodstream.TestKit;

/// <summary>
/// A deterministic model without networks. A content's vector counts its bytes by remainder, so that equal contents
/// have equal vectors and different ones do not; contents that start with "broken" can never be encoded.
/// </summary>
internal sealed class FakeEmotionModel : IEmotionModel
{
    private readonly string[] devices;
    private readonly TaskCompletionSource disposed = new();
    private int encodings;

    public FakeEmotionModel(params string[] devices)
    {
        this.devices = devices.Length == 0 ? ["cpu:0"] : devices;
        Devices = [.. this.devices.Select(id => new InferenceDevice(id, "CPUExecutionProvider"))];
    }

    public ModelInfo Info { get; set; } = new("fake", "v1", ["anger", "joy", "sadness"], ["text", "image"], 3);

    public IReadOnlyList<InferenceDevice> Devices { get; }

    /// <summary>The device of every picture that was encoded.</summary>
    public ConcurrentQueue<string> Encoded { get; } = new();

    /// <summary>How many batches were encoded, of any modality.</summary>
    public int Encodings => encodings;

    /// <summary>Completes when the model is disposed of.</summary>
    public Task Disposed => disposed.Task;

    public bool IsDisposed => disposed.Task.IsCompleted;

    /// <summary>Awaited before every encoding.</summary>
    public Func<string, Task> BeforeEncoding { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited before every classification.</summary>
    public Action BeforeClassifying { get; set; } = () => { };

    public IModalityEncoder Encoder(string modality, string? device = null)
    {
        if (!Info.Modalities.Contains(modality) || (device is not null && !devices.Contains(device)))
        {
            throw new KeyNotFoundException($"{modality} on {device}");
        }

        return new FakeEncoder(this, modality, device ?? devices[0]);
    }

    public IReadOnlyList<Classification> Classify(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts)
    {
        BeforeClassifying();
        return [.. posts.Select(post => new Classification(
            Softmax(Pool(post.Values)),
            [.. Info.Modalities.Where(post.ContainsKey).Select(name => new ModalityProbabilities(name, Softmax(post[name].ToArray())))]))];
    }

    public ValueTask DisposeAsync()
    {
        disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private float[] Pool(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        var pooled = new float[Info.Dimension];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < pooled.Length; i++)
            {
                pooled[i] += vector.Span[i];
            }
        }

        return pooled;
    }

    private static ImmutableArray<float> Softmax(float[] logits)
    {
        var exponentials = logits.Select(logit => MathF.Exp(logit - logits.Max())).ToArray();
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }

    private sealed class FakeEncoder(FakeEmotionModel model, string modality, string device) : IModalityEncoder
    {
        public string Modality => modality;

        public bool Applies(PostContent content) => modality switch
        {
            "text" => !string.IsNullOrEmpty(content.Text),
            "image" => content.Image is not null,
            _ => false,
        };

        public async Task<IReadOnlyList<EncodedContent>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
        {
            await model.BeforeEncoding(modality);
            Interlocked.Increment(ref model.encodings);
            return [.. contents.Select(Encode)];
        }

        private EncodedContent Encode(PostContent content)
        {
            var bytes = modality == "text" ? Encoding.UTF8.GetBytes(content.Text!) : content.Image!.Value.ToArray();
            if (modality == "image")
            {
                model.Encoded.Enqueue(device);
            }

            if (bytes.AsSpan().StartsWith("broken"u8))
            {
                return new EncodedContent(default, new ContentFailure($"{modality}-broken", "The content is broken."), 0.5, 0);
            }

            var vector = new float[model.Info.Dimension];
            foreach (var value in bytes)
            {
                vector[value % vector.Length] += 0.1f;
            }

            return new EncodedContent(vector, null, 0.5, 1.5);
        }
    }
}

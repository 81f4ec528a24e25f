using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Fusion;

/// <summary>
/// Pools what a post has and classifies the pool. What one modality says alone is the same head over the pool that has only that
/// modality. All rows of a batch, fused and alone, go through the head in one run.
/// </summary>
internal sealed class FusionHead : IDisposable
{
    private readonly BundleManifest _manifest;
    private readonly ModelReference _reference;
    private readonly PoolingKind _pooling;
    private readonly OnnxFunction _head;
    private readonly TimeProvider _time;
    private readonly Doubt _doubt;

    private FusionHead(BundleManifest manifest, ModelReference reference, OnnxFunction head, TimeProvider time)
    {
        _manifest = manifest;
        _reference = reference;
        _pooling = PoolingKinds.Parse(manifest.Pooling)!.Value;
        _head = head;
        _time = time;
        _doubt = new Doubt(manifest.Labels);
    }

    /// <summary>Whether what was not read of a text counts for a label of its own, <see cref="Doubt.UnknownLabel"/>; false at first.</summary>
    public bool HasUnknown
    {
        get => _doubt.HasUnknown;
        set => _doubt.HasUnknown = value;
    }

    /// <summary>Loads the head of a bundle.</summary>
    /// <exception cref="ModelBundleException">It is missing, broken, or of other shapes.</exception>
    public static FusionHead Load(BundleContents bundle, TimeProvider time) => new(
        bundle.Manifest,
        bundle.Reference,
        OnnxFunction.Load(bundle, bundle.Manifest.Head, ("pooled", bundle.Manifest.Dimension), ("logits", bundle.Manifest.Labels.Length)),
        time);

    /// <inheritdoc cref="IEmotionModel.Classify"/>
    public ImmutableArray<Verdict> Classify(ImmutableArray<ImmutableArray<Embedding>> posts)
    {
        var started = _time.GetTimestamp();
        var rowCount = posts.Sum(RowsOf);
        var rented = ArrayPool<float>.Shared.Rent(rowCount * _manifest.Dimension);
        try
        {
            var pools = rented.AsMemory(0, rowCount * _manifest.Dimension);
            Pool(posts, pools.Span);
            using var logits = _head.Compute(pools);
            return ReadRows(posts, logits.Values, _time.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _head.Dispose();

    /// <summary>A post with one modality needs one row: the fused answer is that modality's.</summary>
    private static int RowsOf(ImmutableArray<Embedding> post) => post.Length == 1 ? 1 : 1 + post.Length;

    private static Embedding? Find(ReadOnlySpan<Embedding> post, Modality modality)
    {
        foreach (var embedding in post)
        {
            if (embedding.Modality == modality)
            {
                return embedding;
            }
        }

        return null;
    }

    private void Pool(ImmutableArray<ImmutableArray<Embedding>> posts, Span<float> pools)
    {
        var width = _manifest.Dimension;
        foreach (var post in posts)
        {
            Check(post);
            PoolRow(post, only: null, pools[..width]);
            pools = pools[width..];
            if (post.Length == 1)
            {
                continue;
            }

            foreach (var modality in _manifest.Modalities)
            {
                if (Find(post.AsSpan(), modality.Name) is not null)
                {
                    PoolRow(post, modality.Name, pools[..width]);
                    pools = pools[width..];
                }
            }
        }
    }

    private void PoolRow(ImmutableArray<Embedding> post, Modality? only, Span<float> pool)
    {
        var count = 0;
        foreach (var modality in _manifest.Modalities)
        {
            if ((only is null || only == modality.Name ? Find(post.AsSpan(), modality.Name) : null) is { } embedding
                && (only is not null || post.Length == 1 || embedding.Coverage > 0))
            {
                Pooling.Add(_pooling, embedding.Vector.AsSpan(), pool, count++);
            }
            else if (!modality.Missing.IsDefaultOrEmpty)
            {
                Pooling.Add(_pooling, modality.Missing.AsSpan(), pool, count++);
            }
        }

        Pooling.Finish(_pooling, pool, count);
    }

    private void Check(ImmutableArray<Embedding> post)
    {
        if (post.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A post needs at least one modality.", nameof(post));
        }

        for (var i = 0; i < post.Length; i++)
        {
            var embedding = post[i];
            if (embedding.ModelVersion != _manifest.Version)
            {
                throw new ModelVersionException(embedding.ModelVersion, _manifest.Version);
            }

            if (embedding.Vector.Length != _manifest.Dimension || !HasModality(embedding.Modality))
            {
                throw new ArgumentException(
                    $"The model {_reference.Name} has no modality '{embedding.Modality}' with vectors of length {embedding.Vector.Length}.", nameof(post));
            }

            if (Find(post.AsSpan(0, i), embedding.Modality) is not null)
            {
                throw new ArgumentException($"A post has '{embedding.Modality}' twice.", nameof(post));
            }
        }
    }

    private bool HasModality(Modality wanted)
    {
        foreach (var modality in _manifest.Modalities)
        {
            if (modality.Name == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<Verdict> ReadRows(ImmutableArray<ImmutableArray<Embedding>> posts, Span<float> logits, double fuseMs)
    {
        var verdicts = new Verdict[posts.Length];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var post = posts[i];
            // What other modalities say stands beside a text that could not be read.
            var fused = ReadRow(ref logits, post.Length == 1 ? post[0].Coverage : 1);
            var opinions = new ModalityOpinion[post.Length];
            var said = 0;
            foreach (var modality in _manifest.Modalities)
            {
                if (Find(post.AsSpan(), modality.Name) is { } embedding)
                {
                    opinions[said++] = new ModalityOpinion(modality.Name, post.Length == 1 ? fused : ReadRow(ref logits, embedding.Coverage));
                }
            }

            var text = Find(post.AsSpan(), Modality.Text);
            verdicts[i] = new Verdict
            {
                Fused = fused,
                Opinions = ImmutableCollectionsMarshal.AsImmutableArray(opinions),
                Model = text?.Path is { } path ? _reference with { Path = path } : _reference,
                Coverage = text?.Coverage,
                Language = text?.Language,
                FuseMs = fuseMs,
            };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(verdicts);
    }

    private EmotionDistribution ReadRow(ref Span<float> logits, float coverage)
    {
        var row = logits[.._manifest.Labels.Length];
        logits = logits[row.Length..];
        var probabilities = new float[row.Length];
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        TensorPrimitives.Divide(row, (float)_manifest.Temperature, row);
        TensorPrimitives.SoftMax(row, probabilities);
        return _doubt.Weigh(probabilities, coverage);
    }
}

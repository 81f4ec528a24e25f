using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
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
    private readonly PoolingKind _pooling;
    private readonly OnnxFunction _head;

    private FusionHead(BundleManifest manifest, OnnxFunction head)
    {
        _manifest = manifest;
        _pooling = PoolingKinds.Parse(manifest.Pooling)!.Value;
        _head = head;
    }

    /// <summary>Loads the head of a bundle.</summary>
    /// <exception cref="ModelBundleException">It is missing, broken, or of other shapes.</exception>
    public static FusionHead Load(BundleContents bundle) => new(
        bundle.Manifest,
        OnnxFunction.Load(bundle, bundle.Manifest.Head, ("pooled", bundle.Manifest.Dimension), ("logits", bundle.Manifest.Labels.Length)));

    /// <inheritdoc cref="IEmotionModel.Classify"/>
    public Classification[] Classify(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts)
    {
        var rowCount = posts.Sum(RowsOf);
        var rented = ArrayPool<float>.Shared.Rent(rowCount * _manifest.Dimension);
        try
        {
            var pools = rented.AsMemory(0, rowCount * _manifest.Dimension);
            Pool(posts, pools.Span);
            return ReadRows(posts, _head.Compute(pools));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _head.Dispose();

    /// <summary>A post with one modality needs one row: the fused answer is that modality's.</summary>
    private static int RowsOf(IReadOnlyDictionary<string, ReadOnlyMemory<float>> post) => post.Count == 1 ? 1 : 1 + post.Count;

    private void Pool(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts, Span<float> pools)
    {
        var width = _manifest.Dimension;
        foreach (var post in posts)
        {
            Check(post);
            PoolRow(post, only: null, pools[..width]);
            pools = pools[width..];
            if (post.Count == 1)
            {
                continue;
            }

            foreach (var modality in _manifest.Modalities)
            {
                if (post.ContainsKey(modality.Name))
                {
                    PoolRow(post, modality.Name, pools[..width]);
                    pools = pools[width..];
                }
            }
        }
    }

    private void PoolRow(IReadOnlyDictionary<string, ReadOnlyMemory<float>> post, string? only, Span<float> pool)
    {
        var count = 0;
        foreach (var modality in _manifest.Modalities)
        {
            var isThere = (only is null || only == modality.Name) & post.TryGetValue(modality.Name, out var vector);
            if (isThere || !modality.Missing.IsDefaultOrEmpty)
            {
                Pooling.Add(_pooling, isThere ? vector.Span : modality.Missing.AsSpan(), pool, count++);
            }
        }

        Pooling.Finish(_pooling, pool, count);
    }

    private void Check(IReadOnlyDictionary<string, ReadOnlyMemory<float>> post)
    {
        if (post.Count == 0)
        {
            throw new ArgumentException("A post needs at least one modality.", nameof(post));
        }

        foreach (var (name, vector) in post)
        {
            if (vector.Length != _manifest.Dimension || !_manifest.Modalities.Any(modality => modality.Name == name))
            {
                throw new ArgumentException(
                    $"The model {_manifest.Name} has no modality '{name}' with vectors of length {vector.Length}.", nameof(post));
            }
        }
    }

    private Classification[] ReadRows(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts, Span<float> logits)
    {
        var results = new Classification[posts.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var fused = ReadRow(ref logits);
            var opinions = ImmutableArray.CreateBuilder<ModalityProbabilities>(posts[i].Count);
            foreach (var modality in _manifest.Modalities)
            {
                if (posts[i].ContainsKey(modality.Name))
                {
                    opinions.Add(new ModalityProbabilities(modality.Name, posts[i].Count == 1 ? fused : ReadRow(ref logits)));
                }
            }

            results[i] = new Classification(fused, opinions.MoveToImmutable());
        }

        return results;
    }

    private ImmutableArray<float> ReadRow(ref Span<float> logits)
    {
        var row = logits[.._manifest.Labels.Length];
        logits = logits[row.Length..];
        var probabilities = new float[row.Length];
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        TensorPrimitives.Divide(row, (float)_manifest.Temperature, row);
        TensorPrimitives.SoftMax(row, probabilities);
        return ImmutableCollectionsMarshal.AsImmutableArray(probabilities);
    }
}

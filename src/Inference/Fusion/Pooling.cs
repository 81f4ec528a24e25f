using System.Numerics.Tensors;
using Moodstream.Inference.Manifest;

namespace Moodstream.Inference.Fusion;

/// <summary>Pools vectors of the common space.</summary>
internal static class Pooling
{
    /// <summary>Adds a vector to a pool.</summary>
    /// <param name="kind">The pooling.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="pool">What was pooled before.</param>
    /// <param name="count">How many vectors that was.</param>
    public static void Add(PoolingKind kind, ReadOnlySpan<float> vector, Span<float> pool, int count)
    {
        if (count == 0)
        {
            vector.CopyTo(pool);
        }
        else if (kind == PoolingKind.Max)
        {
            TensorPrimitives.Max(pool, vector, pool);
        }
        else
        {
            TensorPrimitives.Add(pool, vector, pool);
        }
    }

    /// <summary>Ends a pool of so many vectors.</summary>
    public static void Finish(PoolingKind kind, Span<float> pool, int count)
    {
        if (kind == PoolingKind.Mean && count > 1)
        {
            TensorPrimitives.Divide(pool, count, pool);
        }
    }
}

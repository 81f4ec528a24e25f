using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Pipeline;

/// <summary>Posts that go the same way, and so make batches of their own.</summary>
/// <param name="Brings">What they bring.</param>
/// <param name="IsLeft">Whether they were left by a batch of others that bring the same, since they need a device.</param>
internal readonly record struct BatchKind(ImmutableArray<Modality> Brings, bool IsLeft = false)
{
    /// <summary>Whether a batch has to wait for devices, so that small ones are better.</summary>
    public bool NeedsDevice => IsLeft || Brings.Contains(Modality.Image);

    /// <summary>Whether a batch may leave posts that need a device.</summary>
    public bool MayLeave => !NeedsDevice;
}

using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Tests;

/// <summary>A classifier that tells when it was entered and waits to be let on.</summary>
internal sealed class GatedClassifier(IFusionClassifier inner, Task gate) : IFusionClassifier
{
    private readonly TaskCompletionSource _entered = new();

    public Task Entered => _entered.Task;

    public async Task<ImmutableArray<Verdict>> Classify(ImmutableArray<ImmutableArray<Embedding>> posts)
    {
        _entered.TrySetResult();
        await gate;
        return await inner.Classify(posts);
    }
}

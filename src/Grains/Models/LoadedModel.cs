using Moodstream.Inference.Models;

namespace Moodstream.Grains.Models;

/// <summary>A loaded model and the number of those who work with it: once it is retired, it is disposed of when the last of them has ended.</summary>
/// <remarks>
/// Safe for concurrent use since a lease is only ever added to a count above 0 (compare and swap), and the count has one of its own until the
/// model is retired: 0 is reached once and never left. A lease that is given back twice, or a second retirement, would end work that goes on.
/// </remarks>
/// <param name="model">The model.</param>
internal sealed class LoadedModel(IEmotionModel model)
{
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Leases that are out, and one more until the model is retired.</summary>
    private int _uses = 1;

    /// <summary>The model.</summary>
    public IEmotionModel Model => model;

    /// <summary>Lends the model.</summary>
    /// <returns>Null where it is retired and nobody works with it any more.</returns>
    public ModelLease? TryLease()
    {
        for (var uses = Volatile.Read(ref _uses); uses > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return new ModelLease(model, Return);
            }

            uses = seen;
        }

        return null;
    }

    /// <summary>Disposes of the model as soon as no lease is out; to be called once.</summary>
    /// <param name="atOnce">Disposes of it without waiting any longer for leases.</param>
    public async Task RetireAsync(CancellationToken atOnce)
    {
        Return();
        await _unused.Task.WaitAsync(atOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await model.DisposeAsync();
    }

    private void Return()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            _unused.SetResult();
        }
    }
}

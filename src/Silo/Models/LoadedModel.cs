using Moodstream.Inference.Models;

namespace Moodstream.Silo.Models;

/// <summary>A loaded model and the number of those who work with it: once it is retired, it is disposed of when the last of them has ended.</summary>
/// <param name="name">Name of its bundle's folder.</param>
/// <param name="model">The model.</param>
internal sealed class LoadedModel(string name, IEmotionModel model)
{
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Leases that are out, and one more until the model is retired.</summary>
    private int _uses = 1;

    /// <summary>Name of its bundle's folder.</summary>
    public string Name => name;

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

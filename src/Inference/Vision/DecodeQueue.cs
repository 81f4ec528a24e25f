using System.Runtime.CompilerServices;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Admits pictures to being decoded: so many at a time, within so many bytes. All decoders with the same settings share one queue. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Who comes first goes first, with one exception: large pictures, which take a second rather than a few milliseconds, get half of the places at most, so
/// that a row of them, whoever sends it, does not stand in the way of all others.
/// </remarks>
internal sealed class DecodeQueue
{
    /// <summary>What a picture of two megapixels takes: the others are large.</summary>
    private const long Large = 12 * 1024 * 1024;

    private static readonly ConditionalWeakTable<PictureOptions, DecodeQueue> Queues = [];

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly int _places;
    private readonly long _bytesOfLarge;
    private int _taken;
    private int _takenByLarge;
    private long _bytesByLarge;

    /// <summary>Makes a queue.</summary>
    /// <param name="places">Decodes at a time, at least 1.</param>
    /// <param name="bytes">Bytes that all of them may take; a picture that takes more goes alone among the large ones.</param>
    public DecodeQueue(int places, long bytes)
    {
        _places = places;
        _bytesOfLarge = bytes - (places * Large);
    }

    private int PlacesOfLarge => Math.Max(1, _places / 2);

    /// <summary>The queue of all decoders with these settings.</summary>
    public static DecodeQueue For(PictureOptions options) => Queues.GetValue(
        options,
        static options => new DecodeQueue(
            options.MaxConcurrentDecodes > 0 ? options.MaxConcurrentDecodes : Environment.ProcessorCount, options.MaxTotalMemoryMB * 1024L * 1024));

    /// <summary>Waits for a place.</summary>
    /// <param name="bytes">What the decode takes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The place; its holder disposes of it when the decode has ended.</returns>
    public async Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter = new(this, bytes);
        lock (_gate)
        {
            _waiting.AddLast(waiter);
            Admit();
        }

        await using var given = cancellationToken.UnsafeRegister(static (state, token) => ((Waiter)state!).GiveUp(token), waiter);
        return await waiter.Task;
    }

    private void Admit()
    {
        var largeMayGo = true;
        for (var node = _waiting.First; node is not null && _taken < _places;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (!waiter.IsLarge || (largeMayGo && HasRoomFor(waiter)))
            {
                _waiting.Remove(node);
                if (waiter.TrySetResult(waiter))
                {
                    Take(waiter, 1);
                }
            }
            else
            {
                // Large ones among each other go in turn.
                largeMayGo = false;
            }

            node = next;
        }
    }

    private bool HasRoomFor(Waiter waiter) =>
        _takenByLarge == 0 || (_takenByLarge < PlacesOfLarge && _bytesByLarge + waiter.Bytes <= _bytesOfLarge);

    private void Take(Waiter waiter, int sign)
    {
        _taken += sign;
        if (waiter.IsLarge)
        {
            _takenByLarge += sign;
            _bytesByLarge += sign * waiter.Bytes;
        }
    }

    private sealed class Waiter(DecodeQueue queue, long bytes)
        : TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously), IDisposable
    {
        public long Bytes => bytes;

        public bool IsLarge => bytes > Large;

        public void GiveUp(CancellationToken token)
        {
            lock (queue._gate)
            {
                if (TrySetCanceled(token))
                {
                    queue._waiting.Remove(this);
                    queue.Admit();
                }
            }
        }

        public void Dispose()
        {
            lock (queue._gate)
            {
                queue.Take(this, -1);
                queue.Admit();
            }
        }
    }
}

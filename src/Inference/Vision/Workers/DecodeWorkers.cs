using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision.Files;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>
/// The workers of all decoders with the same settings: as many as pictures were decoded at a time so far, since each caller gets one of its own. Safe
/// for concurrent use.
/// </summary>
/// <param name="options">What a picture may cost.</param>
/// <param name="program">Starts a worker.</param>
/// <param name="time">Clock.</param>
internal sealed class DecodeWorkers(PictureOptions options, Func<ProcessStartInfo> program, TimeProvider time) : IDisposable
{
    private static readonly ConditionalWeakTable<PictureOptions, DecodeWorkers> All = [];

    private readonly ConcurrentStack<DecodeWorker> _idle = [];

    /// <summary>The workers of all decoders with these settings.</summary>
    public static DecodeWorkers For(PictureOptions options) =>
        All.GetValue(options, static options => new DecodeWorkers(options, WorkerProgram.Own, TimeProvider.System));

    /// <summary>
    /// Decodes a picture. One over which a worker ends is tried once more with a new worker, since others may have killed the first; over which that
    /// ends as well is damaged.
    /// </summary>
    /// <param name="file">The picture's file, of which all is known that its outline tells.</param>
    /// <param name="pictures">Receive the pixels, each in its size.</param>
    /// <returns>Why there are none.</returns>
    /// <exception cref="InvalidOperationException">No worker starts: that is no picture's fault.</exception>
    public PostFailure? Decode(ReadOnlySpan<byte> file, RgbPicture[] pictures)
    {
        var worker = TakeIdle() ?? Start();
        if (!worker.TryDecode(file, pictures, out var failure))
        {
            worker.Dispose();
            worker = Start();
            if (!worker.TryDecode(file, pictures, out failure))
            {
                failure = PictureFailures.Corrupt;
            }
        }

        PutBack(worker);
        return failure;
    }

    /// <summary>Ends the workers that have nothing to do.</summary>
    public void Dispose()
    {
        while (_idle.TryPop(out var worker))
        {
            worker.Dispose();
        }
    }

    private DecodeWorker Start() => DecodeWorker.Start(program(), options, time);

    private DecodeWorker? TakeIdle()
    {
        while (_idle.TryPop(out var worker))
        {
            if (!worker.IsLost)
            {
                return worker;
            }

            worker.Dispose();
        }

        return null;
    }

    private void PutBack(DecodeWorker worker)
    {
        if (worker.IsLost)
        {
            worker.Dispose();
            return;
        }

        _idle.Push(worker);
    }
}

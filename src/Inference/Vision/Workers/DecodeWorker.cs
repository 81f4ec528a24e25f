using System.ComponentModel;
using System.Diagnostics;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;
using Moodstream.Inference.Telemetry;
using Moodstream.Inference.Vision.Files;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>
/// A process that decodes one picture at a time, and is killed when one costs more than it may. Nothing that the process says is trusted. For one
/// caller at a time. It ends with this process, since its standard input does.
/// </summary>
internal sealed class DecodeWorker : IDisposable
{
    private const string NotStarted = "The process that decodes pictures (Inference:Pictures:Worker) does not start:";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly PictureOptions _options;
    private readonly TimeProvider _time;
    private readonly PostFailure[] _reasons;
    private readonly ITimer _watch;
    private readonly Lock _gate = new();
    private bool _isWorking;
    private long _began;
    private TimeSpan _cpuBefore;
    private string? _cause;
    private PostFailure? _verdict;

    private DecodeWorker(Process process, PictureOptions options, TimeProvider time)
    {
        _process = process;
        _options = options;
        _time = time;
        _reasons = PictureFailures.OfDecoding(options.MaxCpuMs);
        _watch = time.CreateTimer(static worker => ((DecodeWorker)worker!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it can decode no more: it has ended, was killed, or said what no worker says.</summary>
    public bool IsLost => _cause is not null || _process.HasExited;

    /// <summary>The worker looks at the time that its decode takes by itself; this is for one that cannot, with what is not the picture's: collections, compiling.</summary>
    private TimeSpan MostCpu => TimeSpan.FromMilliseconds((_options.MaxCpuMs * 2L) + 1_000);

    /// <summary>A busy machine may take long over a good picture; a worker that is silent for so long stands still.</summary>
    private TimeSpan MostTime => TimeSpan.FromMilliseconds(Math.Max(30_000, _options.MaxCpuMs * 10L));

    /// <summary>The managed heap with its garbage, the decoder's buffers with those that it keeps for the next picture, the program.</summary>
    private long MostMemory => WorkerProgram.HeapBytes(_options) + (((_options.MaxMemoryMB * 2L) + 128) * 1024 * 1024);

    /// <summary>Starts a worker, and waits until it is ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">What a picture may cost.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="InvalidOperationException">It does not start: that is no picture's fault.</exception>
    public static DecodeWorker Start(ProcessStartInfo program, PictureOptions options, TimeProvider time)
    {
        DecodeWorker worker;
        try
        {
            worker = new(Process.Start(WorkerProgram.Confine(program, options))!, options, time);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{NotStarted} {exception.Message}", exception);
        }

        // Read and forgotten: what it complains of may show what is in a picture.
        worker._process.BeginErrorReadLine();
        if (worker.TryGetReady())
        {
            return worker;
        }

        worker.Dispose();
        throw new InvalidOperationException($"{NotStarted} it ended, or was silent, before it was ready.");
    }

    /// <summary>Decodes a picture.</summary>
    /// <param name="file">The picture's file.</param>
    /// <param name="pictures">Receive the pixels, each in its size.</param>
    /// <param name="failure">Why there are none.</param>
    /// <returns>Whether there is an answer; without one the worker is lost, and the picture may not be to blame.</returns>
    public bool TryDecode(ReadOnlySpan<byte> file, RgbPicture[] pictures, out PostFailure? failure)
    {
        failure = null;
        Begin();
        try
        {
            WorkerFrames.WriteRequest(_process.StandardInput.BaseStream, file, pictures);
            var answers = _process.StandardOutput.BaseStream;
            var answer = answers.ReadByte();
            if (answer == WorkerFrames.Decoded)
            {
                Array.ForEach(pictures, picture => answers.ReadExactly(picture.Writable));
            }
            else
            {
                failure = _reasons[answer - 1];
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or IndexOutOfRangeException)
        {
            Lose("ended");
            failure = _verdict;
            return failure is not null;
        }
        finally
        {
            End();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process.HasExited)
        {
            Lose("ended");
        }
        else
        {
            _process.Kill();
        }

        _watch.Dispose();
        _process.Dispose();
    }

    private bool TryGetReady()
    {
        Begin();
        try
        {
            WorkerFrames.WriteLimits(_process.StandardInput.BaseStream, _options);
            return _process.StandardOutput.BaseStream.ReadByte() == WorkerFrames.Ready;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            End();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            _isWorking = true;
            _began = _time.GetTimestamp();
            _cpuBefore = Used()?.Cpu ?? TimeSpan.Zero;
        }

        _watch.Change(LookEvery, LookEvery);
    }

    private void End()
    {
        _watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _isWorking = false;
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (!_isWorking)
            {
                return;
            }

            // Where there is nothing to read it has ended: whoever waits for its answer sees that.
            if (Used() is not var (cpu, memory))
            {
                return;
            }

            if (cpu - _cpuBefore > MostCpu)
            {
                Lose("processor-time", PictureFailures.TooSlow(_options.MaxCpuMs));
            }
            else if (memory > MostMemory)
            {
                Lose("memory", PictureFailures.TooMuchMemory);
            }
            else if (_time.GetElapsedTime(_began) > MostTime)
            {
                Lose("silence");
            }
        }
    }

    private (TimeSpan Cpu, long Memory)? Used()
    {
        try
        {
            _process.Refresh();
            return (_process.TotalProcessorTime, _process.WorkingSet64);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private void Lose(string cause, PostFailure? verdict = null)
    {
        lock (_gate)
        {
            if (_cause is not null)
            {
                return;
            }

            (_cause, _verdict) = (cause, verdict);
            InferenceTelemetry.WorkerLosses.Add(1, new KeyValuePair<string, object?>("cause", cause));
            _process.Kill();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Moodstream.Benchmarks.Processes;

/// <summary>A process of this benchmark. It is ended by its id when it is disposed of, and when this process ends in whatever orderly way.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 40;

    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<string>? _answer;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            Kill(process);
        }
    };

    private ChildProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    /// <summary>Processor time since its start, user and system.</summary>
    /// <exception cref="BenchmarkException">It has ended.</exception>
    public TimeSpan Cpu => Read(static process => process.TotalProcessorTime);

    /// <summary>Memory that it holds now, in bytes.</summary>
    /// <exception cref="BenchmarkException">It has ended.</exception>
    public long ResidentBytes => Read(static process => process.WorkingSet64);

    /// <summary>The most memory that it has held, in bytes.</summary>
    /// <exception cref="BenchmarkException">It has ended.</exception>
    public long PeakResidentBytes => Read(static process => process.PeakWorkingSet64);

    /// <summary>The last lines that it wrote, for messages.</summary>
    public string Tail => string.Join(Environment.NewLine, _lines);

    /// <summary>Starts a .NET program.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="assembly">Its DLL.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="environment">Variables that it gets beside those of this process; settings of Moodstream and OpenTelemetry are not inherited.</param>
    public static ChildProcess StartDotnet(
        string name, string assembly, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { WorkingDirectory = folder };
        foreach (var variable in info.Environment.Keys.Where(IsSetting).ToList())
        {
            info.Environment.Remove(variable);
        }

        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[variable] = value;
        }

        return Start(name, info);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="info">How it is started; its streams are redirected.</param>
    public static ChildProcess Start(string name, ProcessStartInfo info)
    {
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        var child = new ChildProcess(name, new Process { StartInfo = info });
        child._process.OutputDataReceived += (_, line) => child.Heard(line.Data, isOutput: true);
        child._process.ErrorDataReceived += (_, line) => child.Heard(line.Data, isOutput: false);
        child._process.Start();
        Running[child._process.Id] = child._process;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its first line of standard output.</summary>
    /// <exception cref="BenchmarkException">It ended or kept silent.</exception>
    public async Task<string> FirstLineAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var ended = _process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(_firstLine.Task, ended, Task.Delay(patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return _firstLine.Task.IsCompletedSuccessfully ? await _firstLine.Task : throw new BenchmarkException($"{Name} did not start:{Environment.NewLine}{Tail}");
    }

    /// <summary>Writes a line to its standard input and waits for the next line of its standard output.</summary>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = answer;
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    /// <summary>Complains where it has ended, since nothing here ends before it is told to.</summary>
    /// <exception cref="BenchmarkException">It has ended.</exception>
    public void EnsureRuns()
    {
        if (_process.HasExited)
        {
            throw Ended();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Running.ContainsKey(_process.Id))
        {
            return;
        }

        Kill(_process);
        await _process.WaitForExitAsync(CancellationToken.None);
        Running.TryRemove(_process.Id, out _);
        _process.Dispose();
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith("Moodstream__", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private BenchmarkException Ended() => new($"{Name} ended with code {_process.ExitCode}:{Environment.NewLine}{Tail}");

    private T Read<T>(Func<Process, T> read)
    {
        try
        {
            _process.Refresh();
            return read(_process);
        }
        catch (InvalidOperationException)
        {
            throw Ended();
        }
    }

    private void Heard(string? line, bool isOutput)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > LinesKept)
        {
            _lines.TryDequeue(out _);
        }

        if (isOutput)
        {
            _firstLine.TrySetResult(line);
            _answer?.TrySetResult(line);
        }
    }
}

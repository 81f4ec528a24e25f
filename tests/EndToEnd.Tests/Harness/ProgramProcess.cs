using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>The program, started as a process with a working folder of its own. Disposing of it kills it, where it still runs.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(SiloCluster.IsLong ? 180 : 60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _changed = new(0);

    private ProgramProcess(Process process) => _process = process;

    /// <summary>The most memory that it has taken so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    /// <summary>Standard error, line by line.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the program.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="args">Its arguments.</param>
    public static ProgramProcess Start(string folder, params IEnumerable<string> args) => Start(folder, new Dictionary<string, string>(), args);

    /// <summary>Starts the program.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="environment">Variables in its environment.</param>
    /// <param name="args">Its arguments.</param>
    public static ProgramProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var info = new ProcessStartInfo("dotnet", [Repository.AssemblyOf("src", "Silo"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("Moodstream__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var program = new ProgramProcess(new Process { StartInfo = info });
        program._process.OutputDataReceived += (_, line) => program.Heard(program._output, line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Heard(program._errors, line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits for a line of standard output that holds a text; fails when the program ends before.</summary>
    /// <returns>The first such line.</returns>
    public async Task<string> LineWithAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (_output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.False(_process.HasExited && !_output.Any(line => line.Contains(text, StringComparison.Ordinal)),
                $"The program ended before it wrote '{text}':\n{Output}\n{string.Join('\n', _errors)}");
            try
            {
                await _changed.WaitAsync(TimeSpan.FromSeconds(1), patience.Token);
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                Assert.Fail($"The program did not write '{text}' in time:\n{Output}\n{string.Join('\n', _errors)}");
            }
        }
    }

    /// <summary>Writes to the program's standard input and closes it.</summary>
    public async Task FeedAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), Token);
        }

        _process.StandardInput.Close();
    }

    /// <summary>Waits for the program to end by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"The program did not end in time:\n{Output}\n{string.Join('\n', _errors)}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the program to stop, as an operator or an orchestrator does, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Makes the program stand still, as a machine that swaps or a debugger does.</summary>
    public Task FreezeAsync() => SignalRunningAsync("STOP");

    /// <summary>Ends <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => SignalRunningAsync("CONT");

    /// <summary>Whether the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Ends the program at once, as the kernel or a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _changed.Dispose();
    }

    private Task SignalRunningAsync(string signal)
    {
        Assert.False(_process.HasExited, $"The program ended before it was to get {signal}:\n{Output}\n{string.Join('\n', _errors)}");
        return SignalAsync(signal);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
    }

    private void Heard(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            _changed.Release();
        }
    }
}

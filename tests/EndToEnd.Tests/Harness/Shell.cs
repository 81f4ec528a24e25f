using System.Diagnostics;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Runs a line of shell, for what only a shell does, such as pipes.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a line to its end; fails where it does not end in time.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="line">The line.</param>
    /// <returns>The exit code of the pipe's weakest part, and what it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string folder, string line)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-o", "pipefail", "-c", line])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"This did not end in time: {line}");
            throw;
        }
    }
}

using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>How a worker is started: this program once more, with a verb of its own, and with as little from the silo as it can do with.</summary>
internal static class WorkerProgram
{
    /// <summary>The argument that makes this program a worker.</summary>
    public const string Verb = "decode-pictures";

    /// <summary>What the worker's managed heap needs besides the picture: the runtime's own objects and pooled buffers.</summary>
    private const int HeapMegabytes = 64;

    /// <summary>Variables that finding and starting the runtime may need. Settings, and with them passwords, are not among them.</summary>
    private static readonly string[] HandedOn = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    /// <summary>Most bytes of a worker's managed heap.</summary>
    public static long HeapBytes(PictureOptions options) => ((options.MaxMemoryMB + HeapMegabytes) * 1024L * 1024) + (2L * options.MaxBytes);

    /// <summary>This program, told to decode pictures.</summary>
    public static ProcessStartInfo Own()
    {
        var program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program);
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(Verb);
        return start;
    }

    /// <summary>Gives a worker its pipes and its environment.</summary>
    public static ProcessStartInfo Confine(ProcessStartInfo start, PictureOptions options)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value)))
        {
            if (HandedOn.Contains(name) || name.StartsWith("DOTNET_", StringComparison.Ordinal))
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes(options).ToString("X", CultureInfo.InvariantCulture);

        // No socket for debuggers, which would lie in the folder for temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}

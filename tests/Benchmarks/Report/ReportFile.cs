using System.Text.Json;

namespace Moodstream.Benchmarks.Report;

/// <summary>Writes reports as JSON.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a report.</summary>
    /// <typeparam name="T">The report.</typeparam>
    /// <param name="file">The file; null writes nothing.</param>
    /// <param name="report">The report.</param>
    public static void Write<T>(string? file, T report)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(report, Json));
        }
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Hosting;

namespace Moodstream.Silo.Tests.Hosting;

[Trait("Category", "Unit")]
public sealed class ConsoleLogTests
{
    [Fact]
    public async Task An_entry_is_one_line_with_its_time_in_utc_exceptions_included()
    {
        var line = await WriteAsync(null);

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z warn: Category\[7\] two lines .*InvalidOperationException: broken[^\n]*\n\z", line.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_operator_who_asks_for_json_gets_a_json_object_a_line()
    {
        var line = await WriteAsync("json");

        using var entry = JsonDocument.Parse(line);
        Assert.Equal("Warning", entry.RootElement.GetProperty("LogLevel").GetString());
        Assert.EndsWith("Z ", entry.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(string? formatter)
    {
        var settings = new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0" };
        if (formatter is not null)
        {
            settings["Logging:Console:FormatterName"] = formatter;
        }

        await using var app = SiloHost.Create(MoodstreamSettings.Load(settings), demo: false);
        var name = app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.FormatterName ?? ConsoleFormatterNames.Simple;
        var chosen = app.Services.GetServices<ConsoleFormatter>().Single(each => each.Name == name);
        using var writer = new StringWriter();
        chosen.Write(
            new LogEntry<string>(LogLevel.Warning, "Category", 7, "two\nlines", new InvalidOperationException("broken"), (state, _) => state), null, writer);
        return writer.ToString();
    }
}

using Moodstream.Ingest;
using Spectre.Console;

namespace Moodstream.Silo;

/// <summary>Shows on standard error how far publishing has come.</summary>
internal sealed class PublishDisplay : IProgress<PublishProgress>
{
    private readonly ProgressTask _task;
    private readonly bool _knowsLength;

    private PublishDisplay(ProgressTask task, bool knowsLength)
    {
        _task = task;
        _knowsLength = knowsLength;
    }

    /// <summary>Shows the progress of a piece of work while it runs.</summary>
    /// <param name="length">Bytes that there are to read; null where that is unknown.</param>
    /// <param name="work">The work.</param>
    public static Task<PublishReport> ShowAsync(long? length, Func<IProgress<PublishProgress>, Task<PublishReport>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Connecting", maxValue: Math.Max(1, length ?? 1));
                task.IsIndeterminate = length is null;
                var report = await work(new PublishDisplay(task, length is not null));
                task.Value = task.MaxValue;
                return report;
            });
    }

    /// <inheritdoc/>
    public void Report(PublishProgress value)
    {
        _task.Description = value.WaitingForConsumers
            ? $"{value.Delivered} posts, waiting for the consumers"
            : $"{value.Delivered} posts";
        if (_knowsLength)
        {
            _task.Value = value.BytesRead;
        }
    }
}

using Moodstream.Ingest.Sending;
using Spectre.Console;

namespace Moodstream.Silo.Cli;

/// <summary>Shows on standard error how far publishing has come.</summary>
internal sealed class PublishDisplay : IProgress<PublishProgress>
{
    private readonly ProgressTask _task;
    private readonly Stream _source;

    private PublishDisplay(ProgressTask task, Stream source)
    {
        _task = task;
        _source = source;
    }

    /// <summary>Shows the progress of a piece of work while it runs.</summary>
    /// <param name="source">What is read; where it has a length, its position is the progress.</param>
    /// <param name="work">The work.</param>
    public static Task<PublishReport> ShowAsync(Stream source, Func<IProgress<PublishProgress>, Task<PublishReport>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Connecting", maxValue: source.CanSeek ? Math.Max(1, source.Length) : 1);
                task.IsIndeterminate = !source.CanSeek;
                var report = await work(new PublishDisplay(task, source));
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
        if (_source.CanSeek)
        {
            _task.Value = _source.Position;
        }
    }
}

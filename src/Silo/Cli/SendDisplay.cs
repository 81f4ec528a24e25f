using Moodstream.Ingest.Sending;
using Spectre.Console;

namespace Moodstream.Silo.Cli;

/// <summary>Shows on standard error how far sending has come.</summary>
internal sealed class SendDisplay : IProgress<SendProgress>
{
    private readonly ProgressTask _task;
    private readonly Stream _source;

    private SendDisplay(ProgressTask task, Stream source)
    {
        _task = task;
        _source = source;
    }

    /// <summary>Shows the progress of a piece of work while it runs.</summary>
    /// <param name="source">What is read; where it has a length, the share of it that was dealt with is the progress.</param>
    /// <param name="work">The work.</param>
    public static Task<SendReport> ShowAsync(Stream source, Func<IProgress<SendProgress>, Task<SendReport>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Connecting", maxValue: source.CanSeek ? Math.Max(1, source.Length) : 1);
                task.IsIndeterminate = !source.CanSeek;
                var report = await work(new SendDisplay(task, source));
                task.Value = task.MaxValue;
                return report;
            });
    }

    /// <inheritdoc/>
    public void Report(SendProgress value)
    {
        var posts = Amount.Of(value.Delivered, "post");
        _task.Description = value.WaitingForConsumers ? $"{posts}, waiting for the consumers" : posts;
        if (_source.CanSeek)
        {
            _task.Value = value.BytesDone;
        }
    }
}

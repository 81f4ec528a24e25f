using System.CommandLine;
using System.Globalization;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Sending;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>publish</c>: sends the posts of a file, or of standard input, to Kafka.</summary>
internal sealed class PublishCommand : Command
{
    private const string StandardInput = "-";

    private readonly KafkaLocator _kafka;

    private readonly Argument<string> _file = new("FILE") { Description = "Posts, one JSON object a line; - is standard input. A missing id or createdAt is filled in, and \"image\": {\"file\": …} read." };

    private readonly Option<double?> _rate = new("--rate") { Description = "Most posts per second.", HelpName = "N" };

    private readonly Option<BadLineHandling> _badLines = new("--bad-lines")
    {
        Description = "What happens to lines that are no JSON object with a userId.",
        DefaultValueFactory = _ => BadLineHandling.Skip,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public PublishCommand(IReadOnlyDictionary<string, string?> settings)
        : base("publish", "Send posts to Kafka, no faster than the embedded broker can keep them.")
    {
        _kafka = new KafkaLocator(this, settings);
        _rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0 or double.NaN)
            {
                result.AddError("--rate must be above 0.");
            }
        });
        Add(_file);
        Add(_rate);
        Add(_badLines);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        await using var lines = Open(arguments.GetValue(_file)!);
        var (kafka, endpoint) = await _kafka.FindAsync(arguments, stop.Token);
        var options = new SendOptions { PostsPerSecond = arguments.GetValue(_rate), BadLines = arguments.GetValue(_badLines) };
        using var sender = await PostSender.ConnectAsync(kafka, endpoint, options, cancellationToken: stop.Token);
        try
        {
            var completer = CompleterFor(arguments.GetValue(_file)!);
            var report = await SendDisplay.ShowAsync(lines, progress => sender.SendLinesAsync(lines, progress, completer, stop.Token));
            foreach (var bad in report.BadLines)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {bad.Line}: {bad.Message}"));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Sent {Amount.Of(report.Delivered, "post")} in {report.Elapsed.TotalSeconds:0.0} s{NoPosts(report.BadLineCount)}."));
            return report.BadLineCount == 0 || options.BadLines == BadLineHandling.Send ? 0 : StartupException.Failed;
        }
        catch (Exception exception) when (exception is SendStalledException or IOException)
        {
            throw new StartupException(exception.Message);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new StartupException("Stopped before the end of the posts.");
        }
    }

    private static string NoPosts(long lines) => lines switch
    {
        0 => string.Empty,
        1 => "; 1 line was no post",
        _ => $"; {Amount.Of(lines, "line")} were no posts",
    };

    private static PostCompleter CompleterFor(string file) => new(TimeProvider.System)
    {
        PictureFolder = file == StandardInput ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(file))!,
    };

    private static Stream Open(string file)
    {
        if (file == StandardInput)
        {
            return Console.OpenStandardInput();
        }

        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The file {file} cannot be read ({exception.Message}); name a file with one post a line, or - for standard input.");
        }
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Commands;

/// <summary>The options that say where labelled posts come from; every command that reads data has them.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Labelled posts: a .csv, .tsv or .jsonl file, or the folder of a known data set (see --format).",
    };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "Layout of --data: table (a file), or goemotions or msed (a folder as published).",
        DefaultValueFactory = _ => "table",
    }.OneOf(["table", "goemotions", "msed"]);

    private readonly Option<string?> _datasets = new("--datasets")
    {
        Description = "Instead of --data: a JSON file that combines several sources (see docs/training.md).",
    };

    private readonly Option<string[]> _text = new("--text")
    {
        Description = "Column with the text; repeat it to join several columns by a full stop.",
    };

    private readonly Option<string?> _image = new("--image") { Description = "Column with the path of the picture." };

    private readonly Option<string?> _images = new("--images")
    {
        Description = "Folder that picture paths start from; the folder of the data file if left out.",
    };

    private readonly Option<string?> _source = new("--source")
    {
        Description = "Column with the source of the post, such as its network.",
    };

    private readonly Option<string?> _label = new("--label") { Description = "Column with the label." };

    private readonly Option<string?> _split = new("--split")
    {
        Description = "Column that says train, dev (validation) or test; splits that are missing are drawn.",
    };

    private readonly Option<string?> _dev = new("--dev") { Description = "File whose rows are all dev." };

    private readonly Option<string?> _test = new("--test") { Description = "File whose rows are all test." };

    private readonly Option<string?> _topTest = new("--top-test")
    {
        Description = "Instead of --split: column with upvotes; of each label the posts with most are test, the next dev, the rest train.",
    };

    private readonly Option<double> _topShare = new("--top-share")
    {
        Description = "Share of --top-test for test, and for dev.",
        DefaultValueFactory = _ => 0.1,
        CustomParser = ParseShare,
    };

    private readonly Option<bool> _majority = new("--majority")
    {
        Description = "Labels are annotators' votes, separated by | ; or , or in rows that repeat an --id: a post takes the label of more than half "
            + "of them, or is left out.",
    };

    private readonly Option<string?> _id = new("--id") { Description = "Column with the id of the post, for --majority." };

    private readonly Option<int> _minWords = new("--min-words") { Description = "Posts with fewer words are left out." };

    private readonly Option<string[]> _labels = new("--labels")
    {
        Description = "The labels, in the order wanted (by default those of the training rows, sorted).",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<BadRows> _badRows = new("--bad-rows")
    {
        Description = "What to do with rows that cannot be used (unknown label, missing picture, no content): refuse or skip.",
        DefaultValueFactory = _ => BadRows.Refuse,
    };

    private readonly Option<int> _splitSeed = new("--split-seed")
    {
        Description = "Seed of splits that the data does not give.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>What is said of one source.</summary>
    private Option[] SourceOptions =>
        [_format, _text, _image, _images, _source, _label, _split, _dev, _test, _topTest, _topShare, _majority, _id, _minWords];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="instead">An option that makes data needless, or null.</param>
    public void AddTo(Command command, Option? instead = null)
    {
        foreach (var option in new Option[] { _data, _datasets }.Concat(SourceOptions).Concat([_labels, _badRows, _splitSeed]))
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => Validate(result, instead));
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="TrainerException">The datasets file is not valid.</exception>
    public CorpusOptions Read(ParseResult arguments)
    {
        ImmutableArray<string> labels = [.. arguments.GetValue(_labels) ?? []];
        if (arguments.GetValue(_datasets) is { } file)
        {
            DatasetsFile datasets = DatasetsFile.Read(file);
            return new CorpusOptions
            {
                Sources = datasets.Sources,
                Labels = labels.IsEmpty ? datasets.Labels : labels,
                BadRows = arguments.GetValue(_badRows),
                SplitSeed = arguments.GetValue(_splitSeed),
            };
        }

        string data = arguments.GetValue(_data)!;
        return new CorpusOptions
        {
            Sources =
            [
                new DatasetSource
                {
                    Name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(data)),
                    Format = arguments.GetValue(_format)!,
                    Path = data,
                    Text = [.. arguments.GetValue(_text) ?? []],
                    Image = arguments.GetValue(_image),
                    Images = arguments.GetValue(_images),
                    Source = arguments.GetValue(_source),
                    Label = arguments.GetValue(_label),
                    Split = arguments.GetValue(_split),
                    Dev = arguments.GetValue(_dev),
                    Test = arguments.GetValue(_test),
                    TopTest = arguments.GetValue(_topTest),
                    TopShare = arguments.GetValue(_topShare),
                    Majority = arguments.GetValue(_majority),
                    Id = arguments.GetValue(_id),
                    MinWords = arguments.GetValue(_minWords),
                    FromCommandLine = true,
                },
            ],
            Labels = labels,
            BadRows = arguments.GetValue(_badRows),
            SplitSeed = arguments.GetValue(_splitSeed),
        };
    }

    /// <summary>Whether the command line names labelled posts.</summary>
    public bool AreIn(ParseResult arguments) => arguments.GetValue(_data) is not null || arguments.GetValue(_datasets) is not null;

    private void Validate(CommandResult command, Option? instead)
    {
        bool hasData = command.GetResult(_data) is not null;
        bool hasDatasets = command.GetResult(_datasets) is not null;
        if (hasData && hasDatasets)
        {
            command.AddError("Give either --data or --datasets, not both.");
        }
        else if (!hasData && !hasDatasets && (instead is null || command.GetResult(instead) is null))
        {
            command.AddError($"Give --data FILE or --datasets FILE{(instead is null ? "" : $", or {instead.Name} FILE alone")}.");
        }

        if (hasDatasets && SourceOptions.FirstOrDefault(option => command.GetResult(option) is { Implicit: false }) is { } stray)
        {
            command.AddError($"{stray.Name} goes with --data; in a datasets file each source says such things for itself.");
        }

        if (command.GetResult(_images) is not null && command.GetResult(_image) is null)
        {
            command.AddError("--images needs --image: the column with the path of the picture.");
        }

        if (command.GetResult(_topShare) is { Implicit: false } && command.GetResult(_topTest) is null)
        {
            command.AddError("--top-share needs --top-test: the column with the upvotes.");
        }
    }

    /// <summary>Reads a share, with a point in every country.</summary>
    private static double ParseShare(ArgumentResult result)
    {
        if (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double share))
        {
            result.AddError($"--top-share: '{result.Tokens[0].Value}' is not a number, such as 0.1.");
        }

        return share;
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Trainer.Datasets;

/// <summary>Where labelled posts come from, and how their columns and labels are read.</summary>
internal sealed record DatasetSource
{
    /// <summary>Short name, used in tables and records.</summary>
    public required string Name { get; init; }

    /// <summary>Layout of the data: <c>table</c>, <c>goemotions</c> or <c>msed</c>.</summary>
    public string Format { get; init; } = "table";

    /// <summary>File (table) or folder (goemotions, msed).</summary>
    public required string Path { get; init; }

    /// <summary>Table only: file whose rows are all dev.</summary>
    public string? Dev { get; init; }

    /// <summary>Table only: file whose rows are all test.</summary>
    public string? Test { get; init; }

    /// <summary>Table only: columns that make up the text, joined by a full stop.</summary>
    public ImmutableArray<string> Text { get; init; } = [];

    /// <summary>Table only: column with the picture's path, or null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Table only: folder that picture paths start from; the table's own folder where null.</summary>
    public string? Images { get; init; }

    /// <summary>Table only: column with the source that the post names, such as its network, or null for none.</summary>
    public string? Source { get; init; }

    /// <summary>Table only: column with the label.</summary>
    public string? Label { get; init; }

    /// <summary>Table only: column that says train, dev or test, or null.</summary>
    public string? Split { get; init; }

    /// <summary>Table only: column with the number of upvotes that decides the split, or null; see <see cref="TopShare"/>.</summary>
    public string? TopTest { get; init; }

    /// <summary>Share of each label's posts, those with most upvotes, that becomes test; the next such share becomes dev.</summary>
    public double TopShare { get; init; } = 0.1;

    /// <summary>Whether labels are annotators' votes, and a post takes the one that more than half of them gave.</summary>
    public bool Majority { get; init; }

    /// <summary>Table only: column with the id of the post; rows that repeat one are votes on the same post. Null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Least words of a post; others are left out.</summary>
    public int MinWords { get; init; }

    /// <summary>The file's labels to the corpus's labels; labels that are not listed keep their name.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How often each training post is seen in one epoch, at least 1: balances small sources against large ones.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>How a message names one of the settings above, such as <c>--label</c>.</summary>
    /// <param name="property">The setting as the datasets file spells it.</param>
    public string SettingName(string property) =>
        FromCommandLine ? $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(property)}" : $"'{property}' of source '{Name}'";

    /// <summary>Whether the settings come from options rather than from a datasets file.</summary>
    [JsonIgnore]
    public bool FromCommandLine { get; init; }
}

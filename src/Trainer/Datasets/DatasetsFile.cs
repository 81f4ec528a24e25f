using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// A JSON file that combines several sources: <c>labels</c> (optional, their order) and <c>sources</c>, each with the properties
/// of <see cref="DatasetSource"/>. Paths start from the file's own folder.
/// </summary>
internal sealed record DatasetsFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The labels in their order; those of the training posts, sorted, where empty.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The sources.</summary>
    public ImmutableArray<DatasetSource> Sources { get; init; } = [];

    /// <summary>Reads such a file.</summary>
    /// <exception cref="TrainerException">It is missing, not valid JSON, has an unknown property, or no source.</exception>
    public static DatasetsFile Read(string file)
    {
        DatasetReaders.Existing(file, "--datasets");
        DatasetsFile datasets;
        try
        {
            datasets = JsonSerializer.Deserialize<DatasetsFile>(File.ReadAllText(file), Json)
                ?? throw new TrainerException($"--datasets: {file} holds null.");
        }
        catch (JsonException exception)
        {
            throw new TrainerException($"--datasets: {file}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }

        if (datasets.Sources.IsDefaultOrEmpty)
        {
            throw new TrainerException($"--datasets: {file} has no sources.");
        }

        if (datasets.Sources.FirstOrDefault(source => source.Repeat < 1) is { } source)
        {
            throw new TrainerException($"--datasets: {source.SettingName("repeat")} is {source.Repeat}; it must be at least 1.");
        }

        string folder = Path.GetDirectoryName(file)!;
        return datasets with { Sources = [.. datasets.Sources.Select(source => Rooted(source, folder))] };
    }

    private static DatasetSource Rooted(DatasetSource source, string folder) => source with
    {
        Path = Path.Combine(folder, source.Path),
        Dev = source.Dev is null ? null : Path.Combine(folder, source.Dev),
        Test = source.Test is null ? null : Path.Combine(folder, source.Test),
        Images = source.Images is null ? null : Path.Combine(folder, source.Images),
    };
}

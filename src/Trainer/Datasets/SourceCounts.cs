using System.Text.Json.Serialization;

namespace Moodstream.Trainer.Datasets;

/// <summary>What became of one source's rows.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Train">Training posts, each counted once.</param>
/// <param name="Dev">Dev posts.</param>
/// <param name="Test">Test posts.</param>
/// <param name="SeveralLabels">Rows left out because they have more than one label.</param>
/// <param name="Bad">Rows left out because they cannot be used.</param>
/// <param name="NearDuplicates">Training posts whose text nearly repeats that of a dev or test post, left out or not.</param>
internal sealed record SourceCounts(string Source, int Train, int Dev, int Test, int SeveralLabels, int Bad, int NearDuplicates)
{
    /// <summary>Posts left out because no label has the majority of votes; null where a majority was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NoMajority { get; init; }

    /// <summary>Posts left out because they have too few words; null where any number will do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewWords { get; init; }
}

using System.Collections.Immutable;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Modalities;

/// <summary>How a corpus becomes features.</summary>
internal sealed record PreparationOptions
{
    /// <summary>The modalities that the model reads.</summary>
    public required ImmutableArray<string> Modalities { get; init; }

    /// <summary>Whether a modality that the training posts lack is refused; otherwise the model does without.</summary>
    public bool NeedsAll { get; init; }

    /// <summary>What to do with pictures that cannot be decoded.</summary>
    public BadRows BadRows { get; init; }

    /// <summary>Whether the faces of pictures are read, too.</summary>
    public bool ReadsFaces { get; init; }

    /// <summary>Whether texts are read as sentences, too, not only as words.</summary>
    public bool ReadsSentences { get; init; }

    /// <summary>Whether training goes on in the network that reads sentences.</summary>
    public bool TrainsSentences { get; init; }

    /// <summary>The network that reads sentences, as an earlier training left it.</summary>
    public SentenceNetwork Sentences { get; init; } = SentenceNetwork.Whole;

    /// <summary>Folder that keeps features between runs.</summary>
    public required string Cache { get; init; }

    /// <summary>File of word vectors, or null to start every word at random.</summary>
    public string? Vectors { get; init; }

    /// <summary>Most words of the vocabulary.</summary>
    public int VocabularySize { get; init; } = 60_000;

    /// <summary>Most words that are pooled at once; a longer text is read in pieces.</summary>
    public int MaxWords { get; init; } = 64;
}

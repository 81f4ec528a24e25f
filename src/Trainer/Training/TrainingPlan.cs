using System.Collections.Immutable;
using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Training;

/// <summary>Everything that decides a training run.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The data.</summary>
    public required CorpusOptions Data { get; init; }

    /// <summary>The model.</summary>
    public required ModelKind Model { get; init; }

    /// <summary>The settings.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>A model is trained for each.</summary>
    public required ImmutableArray<int> Seeds { get; init; }

    /// <summary>File of word vectors, or null.</summary>
    public string? Vectors { get; init; }

    /// <summary>What an earlier training changed in MiniLM, to go on from; null for MiniLM as it comes.</summary>
    public NetworkUpdate? SentenceUpdate { get; init; }

    /// <summary>Folder of a bundle whose opinions the model learns beside the labels, or null.</summary>
    public string? Teacher { get; init; }

    /// <summary>Most words of the vocabulary.</summary>
    public int VocabularySize { get; init; } = 60_000;

    /// <summary>Folder for the bundle and the record.</summary>
    public required string Out { get; init; }

    /// <summary>Where runs that were stopped are kept until the command is done.</summary>
    public CheckpointFolder Checkpoints => new(Path.Combine(Out, "checkpoints"));

    /// <summary>Name of the bundle.</summary>
    public required string Name { get; init; }

    /// <summary>Folder that keeps features of pictures and sentences between runs.</summary>
    public required string Cache { get; init; }

    /// <summary>Where to train: cpu or cuda.</summary>
    public string Device { get; init; } = "cpu";
}

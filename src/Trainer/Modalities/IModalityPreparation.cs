using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Modalities;

/// <summary>Reads one modality of one corpus, and learns from its training posts what features need.</summary>
internal interface IModalityPreparation
{
    /// <summary>Whether a post brings something of the modality.</summary>
    bool IsIn(LabelledPost post);

    /// <summary>Reads what takes time.</summary>
    /// <param name="posts">All posts of the corpus.</param>
    /// <param name="progress">Told how many contents are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ReadAsync(IReadOnlyCollection<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Why a post that was read cannot be used, or null.</summary>
    string? ProblemOf(LabelledPost post) => null;

    /// <summary>Learns what features need, such as a vocabulary.</summary>
    /// <param name="train">The training posts, each once; at least one of them brings something of the modality.</param>
    /// <returns>Null where the training posts do not bring enough to learn from.</returns>
    IPreparedModality? Learn(IReadOnlyCollection<LabelledPost> train);
}

using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities;

namespace Moodstream.Trainer.Training;

/// <summary>Turns a corpus into features.</summary>
/// <param name="options">How.</param>
/// <param name="registered">The modalities that can be trained.</param>
internal sealed class DataPreparer(PreparationOptions options, IReadOnlyCollection<TrainableModality> registered)
{
    /// <summary>Prepares every split.</summary>
    /// <param name="corpus">The posts.</param>
    /// <param name="progress">Told how many contents are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrainerException">
    /// A content cannot be read and bad rows are refused, or the training posts lack the modalities of the model.
    /// </exception>
    public async Task<PreparedData> PrepareAsync(Corpus corpus, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        List<IModalityPreparation> preparations = [.. Wanted().Where(preparation => corpus.Train.Any(preparation.IsIn))];
        int done = 0;
        foreach (var preparation in preparations)
        {
            int before = done;
            DirectProgress<int> sum = new(read => progress?.Report(done = before + read));
            await preparation.ReadAsync([.. corpus.Train, .. corpus.Dev, .. corpus.Test], sum, cancellationToken);
            corpus = WithoutBad(corpus, preparation);
        }

        LabelledPost[] train = [.. corpus.Train.Distinct()];
        ImmutableArray<IPreparedModality> modalities = [.. preparations.Select(preparation => preparation.Learn(train)).OfType<IPreparedModality>()];
        RefuseMissing(modalities);
        return new PreparedData(corpus, modalities, Examples(corpus.Train), Examples(corpus.Dev), Examples(corpus.Test));

        ExampleSet Examples(ImmutableArray<LabelledPost> posts) => new(posts, [.. modalities.Select(modality => modality.Features(posts))]);
    }

    private IEnumerable<IModalityPreparation> Wanted() =>
        options.Modalities.Select(name => registered.Single(modality => modality.Name == name).Prepare(options));

    private void RefuseMissing(ImmutableArray<IPreparedModality> modalities)
    {
        if (modalities.IsEmpty)
        {
            throw new TrainerException($"No training post has what the model needs ({string.Join(" or ", options.Modalities)}).");
        }

        if (options.NeedsAll && options.Modalities.Except(modalities.Select(modality => modality.Name)).FirstOrDefault() is { } missing)
        {
            throw new TrainerException($"--modalities: the training posts bring too little of '{missing}' to learn from; leave it out.");
        }
    }

    private Corpus WithoutBad(Corpus corpus, IModalityPreparation preparation)
    {
        bool IsBad(LabelledPost post) => preparation.ProblemOf(post) is not null;
        LabelledPost[] bad = [.. corpus.Train.Concat(corpus.Dev).Concat(corpus.Test).Where(IsBad).Distinct()];
        if (bad.Length == 0)
        {
            return corpus;
        }

        if (options.BadRows == BadRows.Refuse)
        {
            string more = bad.Length > 1 ? $", nor can those of {bad.Length - 1} more rows" : "";
            throw new TrainerException(
                $"{bad[0].Location}: {preparation.ProblemOf(bad[0])}{more}. Mend the data, or leave such rows out with --bad-rows skip.");
        }

        var bySource = bad.ToLookup(post => post.Source);
        return corpus with
        {
            Train = corpus.Train.RemoveAll(IsBad),
            Dev = corpus.Dev.RemoveAll(IsBad),
            Test = corpus.Test.RemoveAll(IsBad),
            Counts = [.. corpus.Counts.Select(counts => counts with { Bad = counts.Bad + bySource[counts.Source].Count() })],
        };
    }
}

using System.Collections.Immutable;
using Moodstream.Inference;

namespace Moodstream.Trainer;

/// <summary>Turns a corpus into features.</summary>
/// <param name="options">How.</param>
/// <param name="pictures">Takes the features out of pictures.</param>
internal sealed class DataPreparer(PreparationOptions options, IPictureFeatureExtractor pictures)
{
    /// <summary>Prepares every split.</summary>
    /// <param name="corpus">The posts.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrainerException">
    /// A picture cannot be decoded and bad rows are refused, or no training post has a modality of the model.
    /// </exception>
    public async Task<PreparedData> PrepareAsync(Corpus corpus, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        bool readsText = options.Modalities.Contains(WordFeatureSet.Name) && corpus.Train.Any(post => post.Text is not null);
        bool seesPictures = options.Modalities.Contains(PictureFeatureSet.Name) && corpus.Train.Any(post => post.Picture is not null);
        if (!readsText && !seesPictures)
        {
            throw new TrainerException($"No training post has what the model needs ({string.Join(" or ", options.Modalities)}).");
        }

        var features = seesPictures
            ? await pictures.ExtractAsync(PicturesOf(corpus), progress, cancellationToken)
            : ImmutableDictionary<string, float[]?>.Empty;
        if (seesPictures)
        {
            corpus = WithoutUndecodable(corpus, features);
        }

        var vocabulary = readsText ? ChooseWords(corpus) : null;
        var scale = seesPictures ? FeatureScale.Measure(TrainingPictures(corpus, features)) : null;
        var words = vocabulary is null ? null : new Vocabulary(vocabulary.Words);
        return new PreparedData(
            corpus,
            vocabulary,
            scale,
            Examples(corpus.Train, words, scale is null ? null : features),
            Examples(corpus.Dev, words, scale is null ? null : features),
            Examples(corpus.Test, words, scale is null ? null : features));
    }

    private static HashSet<string> PicturesOf(Corpus corpus) =>
        [.. corpus.Train.Concat(corpus.Dev).Concat(corpus.Test).Select(post => post.Picture).OfType<string>()];

    private static List<float[]> TrainingPictures(Corpus corpus, IReadOnlyDictionary<string, float[]?> features) =>
        [.. corpus.Train.Select(post => post.Picture).OfType<string>().Distinct().Select(picture => features[picture]!)];

    private Corpus WithoutUndecodable(Corpus corpus, IReadOnlyDictionary<string, float[]?> features)
    {
        bool IsBad(LabelledPost post) => post.Picture is not null && features[post.Picture] is null;
        LabelledPost[] bad = [.. corpus.Train.Concat(corpus.Dev).Concat(corpus.Test).Where(IsBad).Distinct()];
        if (bad.Length == 0)
        {
            return corpus;
        }

        if (options.BadRows == BadRows.Refuse)
        {
            string more = bad.Length > 1 ? $", nor can those of {bad.Length - 1} more rows" : "";
            throw new TrainerException(
                $"{bad[0].Location}: the picture '{bad[0].Picture}' cannot be decoded{more}. Mend the data, or leave such rows out with --bad-rows skip.");
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

    private TrainingVocabulary ChooseWords(Corpus corpus) => TrainingVocabulary.Choose(
        corpus.Train.Distinct().Select(post => post.Text).OfType<string>(),
        options.Vectors,
        options.VocabularySize,
        options.WordDimension,
        options.VocabularySeed);

    private ExampleSet Examples(ImmutableArray<LabelledPost> posts, Vocabulary? words, IReadOnlyDictionary<string, float[]?>? features)
    {
        List<IFeatureSet> sets = [];
        if (words is not null)
        {
            Dictionary<LabelledPost, int[]?> ids = posts.Distinct().ToDictionary(
                post => post, post => post.Text is null ? null : words.Encode(post.Text, options.MaxWords));
            sets.Add(new WordFeatureSet([.. posts.Select(post => ids[post])]));
        }

        if (features is not null)
        {
            sets.Add(new PictureFeatureSet([.. posts.Select(post => post.Picture is null ? null : features[post.Picture])]));
        }

        return new ExampleSet(posts, [.. sets]);
    }
}

using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities.Words;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>The texts of the data: words and sentences.</summary>
/// <param name="words">The words.</param>
/// <param name="sentences">Sentences by text: their vectors, or ids of the word pieces of their parts where training goes on in MiniLM.</param>
/// <param name="scale">Scale of the training texts' sentence vectors before training.</param>
/// <param name="network">MiniLM as an earlier training left it.</param>
internal sealed class PreparedSentences(PreparedWords words, IReadOnlyDictionary<string, float[][]> sentences, FeatureScale scale, SentenceNetwork network)
    : IPreparedModality
{
    public string Name => words.Name;

    public IEnumerable<string> Vocabulary => network.Update is null ? words.Vocabulary : words.Vocabulary.Append(NetworkFiles.HashOf(network.Update.ToBytes()));

    public IEnumerable<PostContent> Golden => words.Golden;

    public IFeatureSet Features(ImmutableArray<LabelledPost> posts) =>
        new SentenceFeatureSet(words.IdsOf(posts), [.. posts.Select(post => post.Text is null ? null : sentences[post.Text])]);

    public int WidthOf(Recipe recipe) => words.WidthOf(recipe) + SentenceFeaturizer.FeatureCount;

    public double DropoutOf(Recipe recipe) => words.DropoutOf(recipe);

    public ModalityTower MakeTower(Recipe recipe, LayerStack projection) =>
        new SentenceTower(
            words.MakeRows(recipe),
            recipe.SentenceRank > 0 ? new MiniLmNetwork(recipe.SentenceRank, recipe.UsesBFloat16, network) : null,
            network,
            words.MaxWords,
            scale,
            projection);
}

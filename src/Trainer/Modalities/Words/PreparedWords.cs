using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>The words of the data.</summary>
/// <param name="vocabulary">The words with the first values of their rows.</param>
/// <param name="maxWords">Most words that are pooled at once; a longer text is read in pieces.</param>
internal sealed class PreparedWords(TrainingVocabulary vocabulary, int maxWords) : IPreparedModality
{
    // Sentences that use every turn of the tokenizer.
    private static readonly string[] Texts =
    [
        "I am so happy today!",
        "Don't you DARE touch that, it's disgusting!!!",
        "Soooo tired of crying... I miss her :(",
        "wait, what?! #NoWayThatHappened 😱😱 #sohappy",
        "The meeting starts at 10:30, see https://example.com",
        "wh@t the f**k, @jane 🫠",
        "zzqx",
    ];

    private readonly Vocabulary _words = new(vocabulary.Words);

    public string Name => WordPreparation.Name;

    public IEnumerable<string> Vocabulary => vocabulary.Words;

    public IEnumerable<PostContent> Golden => Texts.Select(text => new PostContent { Text = text });

    /// <summary>Most words that are pooled at once.</summary>
    public int MaxWords => maxWords;

    public IFeatureSet Features(ImmutableArray<LabelledPost> posts) => IdsOf(posts);

    /// <summary>The word ids of posts.</summary>
    public WordFeatureSet IdsOf(ImmutableArray<LabelledPost> posts)
    {
        Dictionary<LabelledPost, int[]?> ids = posts.Distinct().ToDictionary(
            post => post, post => post.Text is null ? null : _words.Encode(post.Text));
        return new WordFeatureSet([.. posts.Select(post => ids[post])], maxWords);
    }

    public int WidthOf(Recipe recipe) => WordRows.FeaturesOf(vocabulary.Rows[0].Length, recipe.WordPooling);

    public double DropoutOf(Recipe recipe) => recipe.WordDropout;

    public ModalityTower MakeTower(Recipe recipe, LayerStack projection) => new WordTower(MakeRows(recipe), maxWords, projection);

    /// <summary>Makes untrained rows.</summary>
    public WordRows MakeRows(Recipe recipe) => new(vocabulary, recipe.WordPooling, recipe.RowDropout);
}

using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Tags;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Modalities.Tags;

/// <summary>The tags of the data.</summary>
internal sealed class PreparedTags(TagVocabulary vocabulary) : IPreparedModality
{
    private const double Dropout = 0.3;
    private const int GoldenTags = 3;

    private readonly Vocabulary _tags = new(vocabulary.Tags);

    public string Name => TagPreparation.Name;

    public IEnumerable<string> Vocabulary => vocabulary.Tags;

    public IEnumerable<PostContent> Golden => vocabulary.Tags.Take(GoldenTags).Select(tag => tag.StartsWith(PostTags.SourcePrefix, StringComparison.Ordinal)
        ? new PostContent { Source = tag[PostTags.SourcePrefix.Length..] }
        : new PostContent { Text = tag });

    public IFeatureSet Features(ImmutableArray<LabelledPost> posts)
    {
        Dictionary<LabelledPost, int[]> ids = posts.Distinct().ToDictionary(post => post, IdsOf);
        return new TagFeatureSet([.. posts.Select(post => ids[post])], vocabulary.Tags.Length);
    }

    public int WidthOf(Recipe recipe) => TagTower.Dimension;

    public double DropoutOf(Recipe recipe) => Dropout;

    public ModalityTower MakeTower(Recipe recipe, LayerStack projection) => new TagTower(vocabulary, projection);

    private int[] IdsOf(LabelledPost post) =>
        [.. TagVocabulary.TagsOf(post).Select(tag => _tags.Find(tag)).Where(id => id >= 0).Order()];
}

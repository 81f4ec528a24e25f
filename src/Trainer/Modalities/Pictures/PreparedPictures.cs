using System.Collections.Immutable;
using Moodstream.Inference;

namespace Moodstream.Trainer;

/// <summary>The pictures of the data.</summary>
/// <param name="features">The CNN's features by file.</param>
/// <param name="scale">Scale of the training pictures' features.</param>
internal sealed class PreparedPictures(IReadOnlyDictionary<string, float[]?> features, FeatureScale scale) : IPreparedModality
{
    public string Name => PictureFeatureSet.Name;

    public IEnumerable<string> Vocabulary => [];

    public IEnumerable<PostContent> Golden =>
        [new PostContent { Image = GoldenPicture.Draw(phase: 0) }, new PostContent { Image = GoldenPicture.Draw(phase: 2) }];

    public IFeatureSet Features(ImmutableArray<LabelledPost> posts) =>
        new PictureFeatureSet([.. posts.Select(post => post.Picture is null ? null : features[post.Picture])]);

    public int WidthOf(Recipe recipe) => scale.Mean.Length;

    public double DropoutOf(Recipe recipe) => recipe.PictureDropout;

    public ModalityTower MakeTower(Recipe recipe, LayerStack projection) => new PictureTower(recipe.ScalesPictures ? scale : null, projection);
}

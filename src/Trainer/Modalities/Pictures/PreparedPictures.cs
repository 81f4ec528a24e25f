using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>The pictures of the data.</summary>
/// <param name="features">The CNN's features by file.</param>
/// <param name="scale">Scale of the roots of the training pictures' features.</param>
internal sealed class PreparedPictures(IReadOnlyDictionary<string, float[]> features, FeatureScale scale) : IPreparedModality
{
    public string Name => PicturePreparation.Name;

    public IEnumerable<string> Vocabulary => [];

    public IEnumerable<PostContent> Golden =>
        [new PostContent { Image = GoldenPicture.Draw(phase: 0) }, new PostContent { Image = GoldenPicture.Draw(phase: 2) }, new PostContent { Image = GoldenFace.Draw() }];

    public IFeatureSet Features(ImmutableArray<LabelledPost> posts) =>
        new PictureFeatureSet([.. posts.Select(post => post.Picture is null ? null : features[post.Picture])]);

    public int WidthOf(Recipe recipe) => HasHidden(recipe) ? recipe.PictureHidden : ColumnsOf(recipe).Count;

    public double DropoutOf(Recipe recipe) => HasHidden(recipe) ? recipe.PictureHiddenDropout : recipe.PictureDropout;

    public ModalityTower MakeTower(Recipe recipe, LayerStack projection)
    {
        PictureColumns columns = ColumnsOf(recipe);
        LayerStack hidden = HasHidden(recipe)
            ? new LayerStack(new DropoutLayer(recipe.PictureDropout), new LinearLayer(columns.Count, recipe.PictureHidden), new ReluLayer())
            : new LayerStack();
        return new PictureTower(columns, recipe.ScalesPictures ? scale : null, hidden, projection);
    }

    private static bool HasHidden(Recipe recipe) => recipe.PictureHidden > 0;

    private static PictureColumns ColumnsOf(Recipe recipe) => PictureColumns.Parse(recipe.PictureFeatures);
}

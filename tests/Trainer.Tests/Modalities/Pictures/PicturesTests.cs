using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities.Pictures;
using Moodstream.Trainer.Numerics;
using Moodstream.Trainer.Recipes;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Modalities.Pictures;

[Trait("Category", "Unit")]
public sealed class PicturesTests
{
    private static readonly int Width = PicturePooling.All.Sum(pooling => pooling.Count) + FaceFeatures.Count;

    [Fact]
    public void Columns_are_taken_in_the_order_in_which_they_are_named()
    {
        float[] features = [.. Enumerable.Range(0, Width).Select(index => (float)index)];
        var columns = PictureColumns.Parse("layer3-max+layer4-mean");
        using var batch = torch.tensor(features, 1, Width);

        var taken = columns.Of(features);

        Assert.Equal(768, columns.Count);
        Assert.Equal(["layer3-max", "layer4-mean"], columns.Names);
        Assert.Equal([768f, 1023, 0, 511], new[] { taken[0], taken[255], taken[256], taken[767] });
        Assert.Equal(taken, columns.Of(batch).Numbers());
    }

    [Fact]
    public void Features_that_the_network_does_not_give_are_named_with_those_that_it_gives()
    {
        var error = Assert.Throws<TrainerException>(() => PictureColumns.Parse("layer4-mean+layer5"));

        Assert.Contains("'layer5'", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer3-max", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layer3-max+faces")]
    [InlineData("faces+layer3-max")]
    public void Faces_come_after_the_networks_features_wherever_they_are_named(string names)
    {
        float[] features = [.. Enumerable.Range(0, Width).Select(index => (float)index)];
        var columns = PictureColumns.Parse(names);

        Assert.Equal(256 + FaceFeatures.Count, columns.Count);
        Assert.Equal(["layer3-max"], columns.Names);
        Assert.Equal([.. Enumerable.Range(768, 256 + FaceFeatures.Count).Select(index => (float)index)], columns.Of(features));
    }

    [Fact]
    public void Faces_alone_are_no_picture()
    {
        var error = Assert.Throws<TrainerException>(() => PictureColumns.Parse("faces"));

        Assert.StartsWith("--set pictureFeatures=faces:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_papers_recipe_reads_the_networks_own_answer_and_projects_it_at_once()
    {
        FeatureScale scale = new(new float[Width], [.. Enumerable.Repeat(1f, Width)]);
        PreparedPictures pictures = new(new Dictionary<string, float[]>(), scale);

        Assert.Equal(512, pictures.WidthOf(Recipe.Paper));
        Assert.Equal(Recipe.Modern.PictureHidden, pictures.WidthOf(Recipe.Modern));
        Assert.Equal(1_024, pictures.WidthOf(Recipe.Modern with { PictureHidden = 0 }));
    }

    [Fact]
    public void The_stored_tower_names_its_features_and_serving_reads_no_others()
    {
        FeatureScale scale = new([.. Enumerable.Repeat(0.5f, Width)], [.. Enumerable.Repeat(2f, Width)]);
        PreparedPictures pictures = new(new Dictionary<string, float[]>(), scale);
        using var tower = pictures.MakeTower(Recipe.Modern with { PictureFeatures = "layer3-mean" }, new LayerStack());
        Dictionary<string, byte[]> files = [];

        var manifest = tower.Export(Recipe.Modern.PictureHidden, files);

        Assert.Equal("resnet18", manifest.Encoder);
        Assert.Equal("layer3-mean", manifest.Settings.GetProperty("poolings")[0].GetString());
        Assert.Equal(1, manifest.Settings.GetProperty("poolings").GetArrayLength());
        Assert.NotEmpty(files["image.onnx"]);
    }
}

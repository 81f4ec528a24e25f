using System.Collections.Immutable;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Training;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Trainer.Tests;

/// <summary>A tiny data set whose labels follow from words and from pictures: warm and bright for joy, cold and dark for fear.</summary>
internal static class ToyPosts
{
    private static readonly string[] JoyWords = ["sunny", "laugh", "party", "hug"];
    private static readonly string[] FearWords = ["dark", "scream", "ghost", "alone"];

    public static string WriteTable(TemporaryFolder folder, int posts, bool withPictures)
    {
        List<string> lines = ["text,image,community,mood,split"];
        for (var post = 0; post < posts; post++)
        {
            var isJoy = post % 2 == 0;
            var words = isJoy ? JoyWords : FearWords;
            var picture = withPictures ? $"{post}.png" : "";
            if (withPictures)
            {
                Draw(folder.File(picture), isJoy, post);
            }

            var split = post < posts / 2 ? "train" : post < posts * 3 / 4 ? "dev" : "test";
            var (tag, community) = (post % 8 < 2 ? "" : isJoy ? " #Bright" : " #night", post % 8 < 4 ? "" : isJoy ? "Beach" : "Cellar");
            lines.Add($"the {words[post / 2 % 4]} and the {words[(post / 2 + 1) % 4]} {post}{tag},{picture},{community},{(isJoy ? "joy" : "fear")},{split}");
        }

        return folder.Write("posts.csv", [.. lines]);
    }

    public static TrainingPlan Plan(TemporaryFolder folder, string table, bool withPictures, params ImmutableArray<int> seeds) => new()
    {
        Data = new CorpusOptions
        {
            Sources =
            [
                new DatasetSource
                {
                    Name = "toy", Path = table, Text = ["text"], Image = withPictures ? "image" : null, Label = "mood", Split = "split",
                },
            ],
        },
        Model = ModelKind.All.Single(kind => kind.Name == "common-space"),
        Recipe = Recipe.Modern with { Epochs = 20, WarmUpSteps = 4, BatchSize = 16, AverageDecay = 0.9 },
        Seeds = seeds,
        Out = folder.File("out"),
        Name = "toy",
        Cache = folder.File("cache"),
    };

    /// <summary>A plan whose model reads some modalities, tags among them.</summary>
    public static TrainingPlan Tagged(TemporaryFolder folder, string table, params string[] modalities)
    {
        var plan = Plan(folder, table, withPictures: modalities.Contains("image"), 1);
        return plan with
        {
            Data = plan.Data with { Sources = [plan.Data.Sources[0] with { Source = "community" }] },
            Model = plan.Model.Over(modalities),
        };
    }

    private static void Draw(string file, bool isJoy, int post)
    {
        using Image<Rgb24> picture = new(32, 32);
        var bright = (byte)(isJoy ? 200 + (post % 40) : 20 + (post % 40));
        for (var y = 0; y < 32; y++)
        {
            for (var x = 0; x < 32; x++)
            {
                picture[x, y] = isJoy ? new Rgb24(bright, bright, 40) : new Rgb24(10, 10, bright);
            }
        }

        picture.SaveAsPng(file);
    }
}

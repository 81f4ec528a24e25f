using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Encoders;

public sealed class TagsTests
{
    [Fact]
    public async Task The_grains_say_what_a_model_of_three_modalities_says_also_where_tags_come_with_several_parts()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("moodstream-tags-");
        try
        {
            var picture = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "pictures", "coffee.jpg"), cancelled);
            await using var model = await TagsModel.WriteAsync(folder.FullName, picture, cancelled);
            await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], model: model);
            SocialPost[] posts =
            [
                TestPosts.Words("p1", "good"),
                TestPosts.Words("p2", "bad #unheard") with { Source = "elsewhere" },
                TestPosts.Words("p3", "bad #joy 😱") with { Source = "Reddit" },
                TestPosts.Words("p4", "") with { Text = null, Image = picture, Source = "reddit" },
                TestPosts.Words("p5", "good #joy") with { Image = picture, Source = "reddit" },
            ];
            var expected = await model.PredictAsync(
                [.. posts.Select(post => post.Content)], cancellationToken: cancelled);

            var outcomes = await cluster.Client.GetGrain<IPostRouter>(0).Classify([.. posts], TestContext.Current.CancellationToken);
            var parts = await Task.WhenAll(
                cluster.AddAsync((posts[^1] with { Image = null }).Expecting("text", "image")),
                cluster.AddAsync((posts[^1] with { Text = null }).Expecting("text", "image")));

            Assert.Equal(
                ["text", "text", "text+tags", "image+tags", "text+image+tags"],
                outcomes.Select(outcome => string.Join('+', outcome.Event!.Modalities)));
            Assert.All(outcomes.Zip(expected), pair => Same(pair.Second.Verdict!, pair.First.Event!));
            Same(expected[^1].Verdict!, Assert.Single(parts, outcome => outcome.Event is not null).Event!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_part_that_comes_late_is_united_with_the_tags_of_those_before_it()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("moodstream-tags-");
        try
        {
            var picture = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "pictures", "coffee.jpg"), cancelled);
            await using var model = await TagsModel.WriteAsync(folder.FullName, picture, cancelled);
            await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "50" }, model: model);
            var text = TestPosts.Words("p1", "good #joy").Expecting("text", "image");
            var expected = await model.PredictAsync(
                [new() { Text = text.Text }, new() { Text = text.Text, Image = picture, Source = "reddit" }], cancellationToken: cancelled);

            var provisional = (await cluster.AddAsync(text)).Event!;
            var final = (await cluster.AddAsync(text with { Text = null, Image = picture, Source = "reddit" })).Event!;

            Assert.Equal((EmotionStatus.Provisional, EmotionStatus.Final), (provisional.Status, final.Status));
            Same(expected[0].Verdict!, provisional);
            Same(expected[1].Verdict!, final);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Same(Verdict expected, EmotionEvent actual)
    {
        Assert.Equal(expected.Opinions.Select(opinion => opinion.Modality), actual.Modalities.AsEnumerable());
        Assert.Equal(expected.Opinions.Select(opinion => opinion.Modality).ToHashSet(), actual.Opinions.Select(opinion => opinion.Modality).ToHashSet());
        Assert.All(expected.Fused.Values.Zip(actual.Probabilities.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}

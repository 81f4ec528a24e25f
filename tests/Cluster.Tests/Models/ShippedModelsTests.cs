using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Models;

public sealed class ShippedModelsTests
{
    private static readonly string[] Pictures = ["astronaut.jpg", "chelsea.jpg", "coffee.jpg"];

    private static readonly string[] Words = ["I got the job, what a wonderful day!", "I miss her so much.", "This makes me so angry."];

    [Theory]
    [InlineData("default")]
    [InlineData("words")]
    [InlineData("accurate")]
    public async Task The_grains_say_what_the_model_says_of_words_pictures_both_and_parts(string name)
    {
        var root = Root();
        Assert.SkipUnless(root is not null && Directory.Exists(Path.Combine(root, "models", name)), $"This checkout has no models/{name}.");
        var cancelled = TestContext.Current.CancellationToken;
        await using var model = await ModelBundle.LoadAsync(
            Path.Combine(root!, "models", name), new InferenceOptions { Devices = "cpu" }, cancellationToken: cancelled);
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], model: model);
        var images = await Task.WhenAll(Pictures.Select(name => File.ReadAllBytesAsync(Path.Combine(root!, "samples", "images", name), cancelled)));
        SocialPost[] posts =
        [
            .. Words.Select((text, i) => TestPosts.Words($"w{i}", text)),
            .. images.Select((image, i) => TestPosts.Words($"p{i}", string.Empty) with { Text = null, Image = image }),
            .. images.Select((image, i) => TestPosts.Words($"b{i}", Words[i]) with { Image = image }),
        ];
        var expected = await model.PredictAsync([.. posts.Select(post => post.Content)], cancellationToken: cancelled);

        var outcomes = await cluster.Client.GetGrain<IPostRouter>(0).Classify([.. posts], TestContext.Current.CancellationToken);
        var parts = await Task.WhenAll(
            cluster.AddAsync((posts[^1] with { Image = null }).Expecting("text", "image")),
            cluster.AddAsync((posts[^1] with { Text = null }).Expecting("text", "image")));

        Assert.All(outcomes.Zip(expected), pair => Same(pair.Second.Verdict!, pair.First.Event!));
        Same(expected[^1].Verdict!, Assert.Single(parts, outcome => outcome.Event is not null).Event!);
        Assert.Equal(expected.Select(prediction => prediction.Verdict!.Model), outcomes.Select(outcome => outcome.Event!.Model));
    }

    private static void Same(Verdict expected, EmotionEvent actual) =>
        Assert.All(expected.Fused.Values.Zip(actual.Probabilities.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

    private static string? Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Streaming.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName;
    }
}

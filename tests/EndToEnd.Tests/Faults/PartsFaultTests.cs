using Moodstream.Abstractions.Emotions;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Parts of posts that come late, early, twice, or that contradict each other, with the death of the silo in between.</summary>
[Trait("Category", "Process")]
public sealed class PartsFaultTests
{
    private const int Timeout = 300_000;
    private const int Posts = 24;
    private const string Words = "what a wonderful surprise, i love it";

    private static readonly string[] Expects = ["text", "image"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Whatever_the_order_of_parts_the_last_event_of_a_post_is_that_of_the_whole_post()
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        using var topics = new Topics(cluster.BootstrapServers);
        var silo = await cluster.StartAsync("a");
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), Token);
        await SendAsync([new TestPost("whole", "reader", Words, picture)]);

        // The first parts, each twice, of some posts the picture, of the others the words; nothing else comes within the window.
        var first = Parts(post => post % 2 == 0 ? (null, picture) : (Words, null));
        await SendAsync([.. first, .. first]);
        await topics.ReadUntilAsync(cluster.EventsTopic, events => events.EventIds().Count == Posts + 1);
        await silo.Program.KillAsync();

        // While nobody reads: the other parts twice, the first ones once more, other words for those that have words, and posts whose parts come at once.
        var second = Parts(post => post % 2 == 0 ? (Words, null) : (null, picture));
        await SendAsync(second);
        await SendAsync([.. first, .. second, .. Contradictions(remainder: 1), .. AtOnce(Words, null), .. AtOnce(null, picture)]);
        await cluster.StartAsync("a");
        await topics.ReadUntilAsync(
            cluster.EventsTopic, events => LastOf(events.Select(message => message.Emotion())).Count(last => last.Status == EmotionStatus.Final) == (2 * Posts) + 1);

        // Other words for those that came whole by now.
        await SendAsync(Contradictions(remainder: 0));
        var refused = await topics.ReadUntilAsync(cluster.DeadLetterTopic, letters => letters.Count >= Posts);
        await cluster.VerifyAsync();

        Assert.Equal(Posts, refused.Count);
        Assert.All(refused, letter => Assert.Equal("part-conflict", letter.Header("moodstream.error.type")));
        var events = (await topics.ReadAllAsync(cluster.EventsTopic)).Select(message => message.Emotion()).ToList();
        var whole = events.Single(emotion => emotion.PostId == "whole");
        foreach (var post in events.Where(emotion => emotion.PostId != whole.PostId).GroupBy(emotion => emotion.PostId))
        {
            var revisions = post.Select(emotion => emotion.Revision).Distinct().ToList();
            Assert.Equal(Enumerable.Range(1, revisions.Count), revisions);
            Assert.True(revisions.Count == 2 || post.Key.StartsWith("at-once", StringComparison.Ordinal), post.Key);
        }

        var last = LastOf(events).ToList();
        Assert.Equal((2 * Posts) + 1, last.Count);
        Assert.All(last, emotion => Assert.Equal(EmotionStatus.Final, emotion.Status));
        Assert.All(last, emotion => Assert.All(
            whole.Probabilities.Values.Zip(emotion.Probabilities.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f)));

        Task SendAsync(IEnumerable<TestPost> parts) => topics.SendAsync(cluster.PostsTopic, parts);
    }

    private static List<TestPost> Parts(Func<int, (string? Text, byte[]? Picture)> brings) =>
        [.. Enumerable.Range(0, Posts).Select(post => new TestPost($"post-{post}", $"user-{post % 7}", brings(post).Text, brings(post).Picture, Expects))];

    private static IEnumerable<TestPost> Contradictions(int remainder) =>
        Parts(post => ($"no, this makes me angry {post}", null)).Where((_, post) => post % 2 == remainder);

    private static IEnumerable<TestPost> AtOnce(string? text, byte[]? picture) =>
        Enumerable.Range(0, Posts).Select(post => new TestPost($"at-once-{post}", $"user-{post % 7}", text, picture, Expects));

    /// <summary>The event with the highest revision of each post.</summary>
    private static IEnumerable<EmotionEvent> LastOf(IEnumerable<EmotionEvent> events) =>
        events.GroupBy(emotion => emotion.PostId).Select(post => post.MaxBy(emotion => emotion.Revision)!);
}

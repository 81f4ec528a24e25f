using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>Nothing is lost, and what was finished is not done again, when the program stops, is killed, and starts anew.</summary>
[Trait("Category", "Process")]
public sealed class RestartTests
{
    private const int Timeout = 180_000;

    [Fact(Timeout = Timeout)]
    public async Task After_a_stop_and_a_start_the_timeline_is_there_and_committed_posts_are_not_published_again()
    {
        await using var place = new Workplace();
        var before = TestPost.Many("before", 60);
        var silo = await place.StartSiloAsync();
        await place.Topics.SendAsync(before);
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Count >= before.Count);
        var timeline = await silo.TimelineAsync("user-3");

        Assert.Equal(0, await silo.Program.TerminateAsync());
        var again = await place.StartSiloAsync();

        Assert.NotEmpty(timeline);
        Assert.Equal(timeline.Select(entry => entry.ToJsonString()), (await again.TimelineAsync("user-3")).Select(entry => entry.ToJsonString()));
        var after = TestPost.Many("after", 10);
        await place.Topics.SendAsync(after);
        var events = await place.Topics.ReadUntilAsync(
            Topics.Events, read => after.All(post => read.EventIds().Contains($"{post.UserId}/{post.Id}#1")));
        Assert.Equal(
            before.Concat(after).Select(post => $"{post.UserId}/{post.Id}#1").Order(), events.Select(message => message.Header("ce_id")).Order());
    }

    [Fact(Timeout = Timeout)]
    public async Task After_a_kill_in_mid_stream_every_post_gets_its_event_and_its_place_on_the_timeline()
    {
        await using var place = new Workplace();
        // Pictures take longer than it takes to kill.
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), TestContext.Current.CancellationToken);
        IReadOnlyList<TestPost> posts = [.. TestPost.Many("post", 600).Select((post, i) => i % 4 == 0 ? post with { Image = picture } : post)];
        var silo = await place.StartSiloAsync("--Ingest:MaxBatchPosts=4", "--Ingest:MaxBatchesInFlight=2");
        await place.Topics.SendAsync(posts);
        var seen = await place.Topics.ReadUntilAsync(Topics.Events, events => events.Count >= 50);
        await silo.Program.KillAsync();
        Assert.InRange((await place.Topics.ReadAllAsync(Topics.Events)).EventIds().Count, 1, posts.Count - 1);

        var again = await place.StartSiloAsync();

        var expected = posts.Select(post => $"{post.UserId}/{post.Id}#1").ToHashSet();
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= expected.Count && expected.IsSubsetOf(read.EventIds()));
        Assert.Equal(expected, events.EventIds());
        foreach (var repeated in events.GroupBy(message => message.Header("ce_id")).Where(group => group.Count() > 1))
        {
            Assert.Single(repeated.Select(message => message.Emotion().Probabilities).Distinct());
        }

        var user = posts.Where(post => post.UserId == "user-5").Select(post => post.Id).Order().ToList();
        await again.UntilAsync(
            async () => (await again.TimelineAsync("user-5")).Count >= user.Count, "the whole timeline of one user");
        Assert.Equal(user, (await again.TimelineAsync("user-5")).Select(entry => entry["postId"]!.ToString()).Order());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stop_in_the_middle_of_the_start_ends_in_order_and_without_a_word_of_failure()
    {
        await using var place = new Workplace();
        var silo = place.StartProgram("--urls=http://127.0.0.1:0", $"--Models:Path={Path.GetDirectoryName(Repository.Bundle())}");
        // The broker is there, and the silo is still on its way.
        await silo.LineWithAsync("Embedded Kafka broker listens");

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Empty(silo.Errors);
        Assert.DoesNotContain("Exception", silo.Output, StringComparison.Ordinal);
    }
}

using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Routing;

public sealed class RouterTests
{
    [Fact]
    public async Task A_batch_is_answered_in_order_and_what_cannot_be_read_concerns_its_own_post_alone()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);

        var outcomes = await cluster.Client.GetGrain<IPostRouter>(0).Classify(
        [
            TestPosts.Words("p1", "aaaa"),
            TestPosts.Both("p2", "words", "broken picture"),
            TestPosts.Picture("p3", "picture"),
            TestPosts.Both("p4", "words", "picture"),
            TestPosts.Words("p5", string.Empty),
        ], TestContext.Current.CancellationToken);

        Assert.Equal(["p1", "p2", "p3", "p4", null], outcomes.Select(outcome => outcome.Event?.PostId));
        Assert.Equal([null, null, null, null, "no-modality"], outcomes.Select(outcome => outcome.Failure?.Type));
        Assert.Equal([null, "image-broken", null, null, null], outcomes.Select(outcome => outcome.Event?.Unread?["image"]));
        var both = outcomes[3].Event!;
        Assert.Equal([Modality.Text, Modality.Image], both.Modalities);
        Assert.Equal([Modality.Image, Modality.Text], both.Opinions.Select(opinion => opinion.Modality).OrderBy(modality => modality.Name, StringComparer.Ordinal));
        Assert.Equal((1, EmotionStatus.Final), (both.Revision, both.Status));
        Assert.Equal(new ModelReference("fake", "v1"), both.Model);
        Assert.Equal(both.Probabilities.Top, both.Emotion);
    }

    [Fact]
    public async Task A_model_that_takes_over_between_encoder_and_classifier_answers_in_place_of_the_old_one()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        var model = cluster.Models.Values.Single();
        model.BeforeEncoding = _ =>
        {
            model.Info = model.Info with { Version = "v2" };
            return Task.CompletedTask;
        };

        var outcomes = await cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Words("p1", "words")], TestContext.Current.CancellationToken);

        Assert.Equal("v2", outcomes[0].Event!.Model.Version);
        Assert.Equal(2, model.Encodings);
    }

    [Fact]
    public async Task Models_that_never_agree_are_a_passing_fault()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        var model = cluster.Models.Values.Single();
        model.BeforeEncoding = _ =>
        {
            model.Info = model.Info with { Version = Guid.NewGuid().ToString() };
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<ModelVersionException>(
            () => cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Words("p1", "words")], TestContext.Current.CancellationToken));

        Assert.True(PassingFaultException.Includes(error));
    }

    [Fact]
    public async Task Appended_events_are_read_back_through_the_user()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);

        await cluster.Client.GetGrain<ITimelineLog>(0).Append([TestPosts.Event("p1").ToEntry(), TestPosts.Event("p2").ToEntry()]);
        var page = await cluster.Client.GetGrain<IUserTimeline>("u1").Query(new TimelineQuery());

        Assert.Equal(["p1", "p2"], page.Items.Select(item => item.PostId).Order());
    }
}

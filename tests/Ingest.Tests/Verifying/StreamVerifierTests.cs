using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.Ingest.Verifying;

namespace Moodstream.Ingest.Tests.Verifying;

/// <summary>Each fault, planted by hand, is found and named; what is no fault is not called one.</summary>
[Trait("Category", "Broker")]
public sealed class StreamVerifierTests
{
    private const string Both = """["text","image"]""";
    private const string PicturePart = """{"id":"p","userId":"u1","createdAt":"2026-01-31T12:00:00Z","image":{"data":"AAAA"},"expects":["text","image"]}""";

    [Fact]
    public async Task Where_every_post_has_its_event_or_its_dead_letter_nothing_is_wrong()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a", "b", "c");
        await rig.EventAsync(VerifyRig.Event("a"));
        await rig.DeadLetterAsync(await rig.SendPostAsync("no post"));
        await rig.PostAsync("open", Both);
        await rig.EventAsync(VerifyRig.Event("open", status: EmotionStatus.Provisional));
        rig.Timeline.Add(VerifyRig.Event("open", status: EmotionStatus.Provisional));
        rig.Commit();

        var report = await rig.VerifyAsync();

        Assert.Empty(report.Faults);
        Assert.Equal((5, 3, 1, 1), (report.Messages, report.Final, report.Open, report.DeadLetters));
        Assert.Equal((5, 1, 1), (report.Events, report.Repeated, report.Timelines));
    }

    [Theory]
    [InlineData(true, FaultKind.PassedUnfinished)]
    [InlineData(false, FaultKind.NotYetFinished)]
    public async Task A_post_of_which_nothing_was_said_is_found_and_whether_the_group_is_past_it(bool committed, FaultKind kind)
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        await rig.PostAsync("lost");
        if (committed)
        {
            rig.Commit();
        }

        var fault = await rig.FaultAsync();

        Assert.Equal((kind, 1), (fault.Kind, fault.Count));
        Assert.StartsWith("u1/lost at ", Assert.Single(fault.Examples), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_no_post_and_has_no_dead_letter_is_found()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.SendPostAsync("no post");
        rig.Commit();

        Assert.Equal(FaultKind.PassedUnfinished, (await rig.FaultAsync()).Kind);
    }

    [Fact]
    public async Task Examples_are_a_few_and_the_count_is_whole()
    {
        await using var rig = await VerifyRig.CreateAsync();
        for (var i = 0; i < 25; i++)
        {
            await rig.PostAsync($"lost{i}");
        }

        var fault = await rig.FaultAsync();

        Assert.Equal((25, 10), (fault.Count, fault.Examples.Length));
    }

    [Fact]
    public async Task A_part_that_is_in_no_event_of_its_post_is_found()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.PostAsync("p", Both);
        await rig.SendPostAsync(PicturePart);
        await rig.EventAsync(VerifyRig.Event("p", status: EmotionStatus.Provisional));
        rig.Commit();

        Assert.Equal(FaultKind.PassedUnfinished, (await rig.FaultAsync(timelines: false)).Kind);
    }

    [Fact]
    public async Task A_post_in_parts_that_is_still_open_after_its_time_is_found()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.PostAsync("p", Both);
        await rig.EventAsync(VerifyRig.Event("p", status: EmotionStatus.Provisional), at: DateTimeOffset.UtcNow.AddHours(-2));
        rig.Commit();

        Assert.Empty((await rig.VerifyAsync(TimeSpan.FromHours(3), timelines: false)).Faults);
        Assert.Equal(FaultKind.NeverFinal, (await rig.FaultAsync(TimeSpan.FromHours(1), timelines: false)).Kind);
    }

    [Fact]
    public async Task A_revision_that_is_missing_is_found()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.PostAsync("p", Both);
        await rig.EventAsync(VerifyRig.Event("p", revision: 2));
        rig.Commit();

        Assert.Equal(FaultKind.RevisionMissing, (await rig.FaultAsync(timelines: false)).Kind);
    }

    [Fact]
    public async Task A_revision_that_comes_after_a_later_one_is_found_and_one_that_comes_again_is_none()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.PostAsync("p", Both);
        await rig.EventAsync(VerifyRig.Event("p", 2));
        await rig.EventAsync(VerifyRig.Event("p", 1, EmotionStatus.Provisional));
        await rig.EventAsync(VerifyRig.Event("p", 2));
        await rig.EventAsync(VerifyRig.Event("p", 1, EmotionStatus.Provisional));
        rig.Commit();

        var fault = await rig.FaultAsync(timelines: false);

        Assert.Equal((FaultKind.RevisionBackwards, 1), (fault.Kind, fault.Count));
        Assert.StartsWith("u1/p#1 at ", Assert.Single(fault.Examples), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u1/a#2", null, null)]
    [InlineData(null, "b", null)]
    [InlineData(null, null, "u2")]
    public async Task An_id_that_user_post_and_revision_do_not_make_is_found(string? id, string? subject, string? key)
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        await rig.EventAsync(VerifyRig.Event("a"), id, subject, key);

        Assert.Equal(FaultKind.WrongId, (await rig.FaultAsync(timelines: false)).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_id_that_comes_again_with_other_data_is_found(int revision)
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.PostAsync("p", Both);
        for (var earlier = 1; earlier <= revision; earlier++)
        {
            await rig.EventAsync(VerifyRig.Event("p", earlier));
        }

        await rig.EventAsync(VerifyRig.Event("p", revision, emotion: "fear"));
        rig.Commit();

        Assert.Equal(FaultKind.DataDiffers, (await rig.FaultAsync(timelines: false)).Kind);
    }

    [Theory]
    [InlineData("no event")]
    [InlineData("""{"postId":"a"}""")]
    [InlineData("null")]
    public async Task A_message_that_is_no_event_is_found(string value)
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        await rig.SendEventAsync(System.Text.Encoding.UTF8.GetBytes(value));

        Assert.Equal(FaultKind.Unreadable, (await rig.FaultAsync(timelines: false)).Kind);
    }

    [Fact]
    public async Task A_timeline_that_lacks_a_post_is_found_and_left_out_where_it_is_to_be()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a", "b", "c");
        rig.Timeline.RemoveAt(1);

        var fault = await rig.FaultAsync();

        Assert.Equal((FaultKind.TimelineLacks, "u1: 1 of 3 posts"), (fault.Kind, Assert.Single(fault.Examples)));
        Assert.Empty((await rig.VerifyAsync(timelines: false)).Faults);
    }

    [Fact]
    public async Task A_timeline_that_shows_another_emotion_an_older_revision_or_a_post_twice_is_found()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a", "b");
        await rig.PostAsync("p", Both);
        await rig.EventAsync(VerifyRig.Event("p", 1, EmotionStatus.Provisional));
        await rig.EventAsync(VerifyRig.Event("p", 2));
        rig.Commit();
        rig.Timeline[0] = VerifyRig.Event("a", emotion: "fear");
        rig.Timeline.Add(VerifyRig.Event("b"));
        rig.Timeline.Add(VerifyRig.Event("p", 1, EmotionStatus.Provisional));

        var fault = await rig.FaultAsync();

        Assert.Equal(FaultKind.TimelineDiffers, fault.Kind);
        Assert.Equal(["u1/a#1", "u1/b#1", "u1/p#1"], fault.Examples);
    }

    [Fact]
    public async Task A_timeline_entry_without_an_event_is_found_unless_its_event_comes_meanwhile()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        rig.Timeline.Add(VerifyRig.Event("phantom"));
        rig.Timeline.Add(VerifyRig.Event("late"));
        rig.BeforeTimeline = () => rig.EventAsync(VerifyRig.Event("late"));

        var fault = await rig.FaultAsync();

        Assert.Equal((FaultKind.TimelineAlone, "u1/phantom#1"), (fault.Kind, Assert.Single(fault.Examples)));
    }

    [Fact]
    public async Task Nothing_is_wrong_with_posts_of_an_erased_user_but_an_entry_that_is_left_of_them_is()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        await rig.PostAsync("on-its-way");
        rig.Commit();
        await rig.SendEventAsync(null);

        var fault = await rig.FaultAsync();
        Assert.Equal((FaultKind.TimelineErased, "u1/a#1"), (fault.Kind, Assert.Single(fault.Examples)));
        rig.Timeline.Clear();
        var report = await rig.VerifyAsync();
        Assert.Empty(report.Faults);
        Assert.Equal(2, report.Erased);
    }

    [Fact]
    public async Task A_timeline_need_not_show_what_is_past_its_retention_and_must_not()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a", "b");
        var age = DateTimeOffset.UtcNow - rig.Timeline[0].CreatedAt;
        Assert.Equal(FaultKind.TimelineExpired, (await rig.FaultAsync(timelineRetention: age - TimeSpan.FromDays(1))).Kind);

        rig.Timeline.Clear();

        Assert.Empty((await rig.VerifyAsync(timelineRetention: age - TimeSpan.FromDays(1))).Faults);
        Assert.Empty((await rig.VerifyAsync(timelineRetention: age)).Faults);
        Assert.Equal(FaultKind.TimelineLacks, (await rig.FaultAsync(timelineRetention: age + TimeSpan.FromDays(1))).Kind);
    }

    [Fact]
    public async Task A_user_who_comes_back_after_an_erasure_may_say_something_else_under_an_old_id()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.FinishAsync("a");
        await rig.SendEventAsync(null);
        await rig.EventAsync(VerifyRig.Event("a", emotion: "fear"));
        rig.Timeline[0] = VerifyRig.Event("a", emotion: "fear");

        Assert.Empty((await rig.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task A_picture_that_is_in_the_event_of_its_post_is_accounted_for()
    {
        await using var rig = await VerifyRig.CreateAsync();
        await rig.SendPostAsync(PicturePart);
        await rig.EventAsync(VerifyRig.Event("p", modality: Modality.Image));
        rig.Commit();

        Assert.Empty((await rig.VerifyAsync(timelines: false)).Faults);
    }
}

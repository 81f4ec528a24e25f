using System.Text;
using Moodstream.Abstractions.Posts;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Posts;

/// <summary>Messages of any content are posts within the limits, or have one reason in one line.</summary>
[Trait("Category", "Unit")]
public sealed class PostFuzzTests
{
    [Fact]
    public void Whatever_a_message_holds_it_is_a_post_within_the_limits_or_has_a_reason()
    {
        const string Secret = "Zq7Zq7Zq7";
        PostLimits limits = new() { MaxIdLength = 12, MaxTextLength = 60, MaxPictureBytes = 12 };
        PostParser parser = new(limits);
        byte[][] originals =
        [
            .. new[]
            {
                $$"""{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"{{Secret}} gr\u00fc\ud83d\ude00","source":"reddit","lang":"de-CH"}""",
                """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00.123+01:00","text":"a","image":{"data":"AQID","url":null},"expects":["text","image"],"more":[{"x":1.5e3}]}""",
            }.Select(Encoding.UTF8.GetBytes),
        ];
        var random = new Random(20261126);
        var posts = 0;
        var rounds = Fuzz.Rounds(5_000, 1_000_000);
        for (var i = 0; i < rounds; i++)
        {
            var parsed = parser.Parse(Fuzz.Mutate(originals[i % originals.Length], random), DateTimeOffset.UnixEpoch);
            if (parsed.Post is { } post)
            {
                posts++;
                Assert.Null(parsed.Failure);
                Assert.InRange(post.Id.Length, 1, limits.MaxIdLength);
                Assert.InRange(post.UserId.Length, 1, limits.MaxIdLength);
                Assert.InRange(post.Text?.Length ?? 0, 0, limits.MaxTextLength);
                Assert.InRange(post.Image?.Length ?? 0, 0, limits.MaxPictureBytes);
                Assert.True(post.Text is not null || post.Image is not null);
            }
            else
            {
                Assert.DoesNotContain('\n', parsed.Failure!.Message);
                Assert.DoesNotContain(Secret, parsed.Failure.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(posts, rounds / 100, rounds);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>A post as a sender writes it.</summary>
internal sealed record TestPost(string Id, string UserId, string? Text = null, byte[]? Image = null, string[]? Expects = null, DateTimeOffset? CreatedAt = null)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Texts =
    [
        "what a wonderful surprise, i love it", "this makes me so angry", "i am afraid of the dark", "she cried all night",
        "the meeting is at ten", "that is disgusting", "i can not believe it, wow",
    ];

    public byte[] Json()
    {
        var post = new JsonObject { ["id"] = Id, ["userId"] = UserId, ["createdAt"] = (CreatedAt ?? Noon).ToString("O", CultureInfo.InvariantCulture) };
        if (Text is not null)
        {
            post["text"] = Text;
        }

        if (Image is not null)
        {
            post["image"] = new JsonObject { ["data"] = Convert.ToBase64String(Image) };
        }

        if (Expects is not null)
        {
            post["expects"] = new JsonArray([.. Expects.Select(modality => JsonValue.Create(modality))]);
        }

        return System.Text.Encoding.UTF8.GetBytes(post.ToJsonString());
    }

    /// <summary>Makes posts of words, for several users.</summary>
    public static IReadOnlyList<TestPost> Many(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TestPost($"{prefix}-{i}", $"user-{i % 17}", Texts[i % Texts.Length]))];
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moodstream.Benchmarks.Posts;

/// <summary>What is known of a post by its number: id, author and time.</summary>
internal readonly struct PostNumber
{
    private const char IdPrefix = 'p';

    private static readonly DateTime First = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly int _number;
    private readonly string _user;

    /// <summary>Takes a number.</summary>
    /// <param name="number">The number, from 0.</param>
    /// <param name="users">How many users there are; their posts are mixed.</param>
    public PostNumber(int number, int users)
    {
        _number = number;
        // Multiplying by a large odd number mixes well enough, and gives each user as many posts as any other.
        _user = $"u{(uint)number * 2_654_435_761u % (uint)users}";
    }

    /// <summary>Makes a message of the post.</summary>
    /// <param name="content">Its fields, in JSON: <c>"name":value,…</c>.</param>
    public PostMessage Message(string content)
    {
        var time = First.AddSeconds(_number).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var json = $$"""{"id":"{{IdPrefix}}{{_number}}","userId":"{{_user}}","createdAt":"{{time}}",{{content}}}""";
        return new PostMessage(Encoding.UTF8.GetBytes(_user), Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The number of the post that an event speaks of.</summary>
    /// <param name="id">The event's <c>postId</c>, the reader standing on it.</param>
    /// <returns>The number, or -1 where it is no post of a benchmark.</returns>
    public static int Parse(ref Utf8JsonReader id) =>
        id.ValueSpan is [(byte)IdPrefix, .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

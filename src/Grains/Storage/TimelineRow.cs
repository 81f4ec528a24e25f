using System.Text;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>Keys and value of one entry after the other, in buffers of its own; for one writer.</summary>
internal sealed class TimelineRow
{
    private byte[] _userAndPost = new byte[512];
    private byte[] _entry = new byte[512];
    private byte[] _value = new byte[4_096];
    private int _user;
    private int _post;
    private int _valueLength;

    /// <summary>The user's prefix and the post: what the key of its place is made of.</summary>
    public ReadOnlySpan<byte> UserAndPost => _userAndPost.AsSpan(0, _user + _post);

    /// <summary>Value of the entry.</summary>
    public ReadOnlySpan<byte> Value => _value.AsSpan(0, _valueLength);

    /// <summary>Goes to an entry.</summary>
    /// <param name="entry">The entry.</param>
    public void Set(TimelineEntry entry)
    {
        var (user, post) = entry.Post;
        Grow(ref _userAndPost, sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(user.Length + post.Length));
        _user = TimelineKeys.WriteUser(_userAndPost, user);
        _post = Encoding.UTF8.GetBytes(post, _userAndPost.AsSpan(_user));
    }

    /// <summary>The key of the entry of this post at some creation time; valid until the next call.</summary>
    /// <param name="createdTicks">UTC ticks.</param>
    public ReadOnlySpan<byte> EntryKey(long createdTicks)
    {
        Grow(ref _entry, _user + TimelineKeys.TimeBytes + _post);
        return _entry.AsSpan(0, TimelineKeys.WriteEntry(_entry, _userAndPost.AsSpan(0, _user), createdTicks, _userAndPost.AsSpan(_user, _post)));
    }

    /// <summary>Makes the <see cref="Value"/> of the entry.</summary>
    /// <param name="entry">The entry.</param>
    public void SetValue(TimelineEntry entry)
    {
        Grow(ref _value, TimelineValue.MaxLength(entry));
        _valueLength = TimelineValue.Write(entry, _value);
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[length];
        }
    }
}

using System.Globalization;

namespace Moodstream.Silo.Live;

/// <summary>Where a reader is: the <c>id</c> of server-sent events, <c>epoch-sequence</c>.</summary>
/// <param name="Epoch">The feed's <see cref="EmotionFeed.Epoch"/>.</param>
/// <param name="Sequence">Position of the last event that the reader has seen; −1 before the first.</param>
internal readonly record struct FeedPosition(string Epoch, long Sequence)
{
    /// <summary>Reads an id.</summary>
    /// <param name="text">The header <c>Last-Event-ID</c>.</param>
    /// <param name="position">The position, where the text is one.</param>
    public static bool TryParse(string? text, out FeedPosition position)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence)
            && sequence >= -1)
        {
            position = new FeedPosition(text![..dash], sequence);
            return true;
        }

        position = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}");
}

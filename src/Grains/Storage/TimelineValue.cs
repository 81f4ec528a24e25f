using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>
/// The value of a timeline entry: a byte for the form (1), the emotion (length in 2 bytes, then UTF-8), the event in
/// its public JSON form. The emotion stands apart so that a filter reads no JSON.
/// </summary>
internal static class TimelineValue
{
    private const byte Form = 1;
    private const int EmotionStart = 1 + sizeof(ushort);

    /// <summary>Bytes that the value of an entry takes at most.</summary>
    /// <param name="entry">The entry.</param>
    public static int MaxLength(TimelineEntry entry) => EmotionStart + Encoding.UTF8.GetMaxByteCount(entry.Emotion.Length) + entry.Json.Length;

    /// <summary>Writes a value.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="value">Receives it; at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Its length.</returns>
    public static int Write(TimelineEntry entry, Span<byte> value)
    {
        value[0] = Form;
        var labelLength = Encoding.UTF8.GetBytes(entry.Emotion, value[EmotionStart..]);
        BinaryPrimitives.WriteUInt16BigEndian(value[1..], checked((ushort)labelLength));
        entry.Json.CopyTo(value[(EmotionStart + labelLength)..]);
        return EmotionStart + labelLength + entry.Json.Length;
    }

    /// <summary>The emotion of a value, in UTF-8.</summary>
    /// <param name="value">The value.</param>
    public static ReadOnlySpan<byte> Emotion(ReadOnlySpan<byte> value) =>
        value.Slice(EmotionStart, BinaryPrimitives.ReadUInt16BigEndian(value[1..]));

    /// <summary>The event of a value in its JSON form.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidDataException">The value has another form.</exception>
    public static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> value) =>
        value[0] == Form
            ? value[(EmotionStart + Emotion(value).Length)..]
            : throw new InvalidDataException($"A timeline entry has the form {value[0]}, this build reads {Form}.");

    /// <summary>Reads a value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidDataException">The value has another form.</exception>
    public static EmotionEvent Read(ReadOnlySpan<byte> value) => JsonSerializer.Deserialize(Json(value), EmotionJson.Default.EmotionEvent)!;
}

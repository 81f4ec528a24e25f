using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Storage;

/// <summary>
/// The value of a timeline entry: a byte for the form (1), the emotion (length in 2 bytes, then UTF-8), the event in
/// its public JSON form. The emotion stands apart so that a filter reads no JSON.
/// </summary>
internal static class TimelineValue
{
    private const byte Form = 1;
    private const int EmotionStart = 1 + sizeof(ushort);

    /// <summary>Writes a value.</summary>
    /// <param name="emotion">The event.</param>
    public static byte[] Write(EmotionEvent emotion)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(emotion, EmotionJson.Default.EmotionEvent);
        var labelLength = Encoding.UTF8.GetByteCount(emotion.Emotion);
        var value = new byte[EmotionStart + labelLength + json.Length];
        value[0] = Form;
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(1), checked((ushort)labelLength));
        Encoding.UTF8.GetBytes(emotion.Emotion, value.AsSpan(EmotionStart));
        json.CopyTo(value, EmotionStart + labelLength);
        return value;
    }

    /// <summary>The emotion of a value, in UTF-8.</summary>
    /// <param name="value">The value.</param>
    public static ReadOnlySpan<byte> Emotion(ReadOnlySpan<byte> value) =>
        value.Slice(EmotionStart, BinaryPrimitives.ReadUInt16BigEndian(value[1..]));

    /// <summary>Reads a value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidDataException">The value has another form.</exception>
    public static EmotionEvent Read(ReadOnlySpan<byte> value) =>
        value[0] == Form
            ? JsonSerializer.Deserialize(value[(EmotionStart + Emotion(value).Length)..], EmotionJson.Default.EmotionEvent)!
            : throw new InvalidDataException($"A timeline entry has the form {value[0]}, this build reads {Form}.");
}

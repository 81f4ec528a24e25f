using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Emotions;

/// <summary>
/// Writes times to the millisecond: more fractional digits than three are beyond what the clients of many languages read, and mean nothing
/// between machines.
/// </summary>
public sealed class TimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>The time without what is below a millisecond.</summary>
    /// <param name="time">The time.</param>
    public static DateTimeOffset Cut(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Cut(value));
}

using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Reads posts from JSON and enforces every limit on their fields, so that the rest of the system may rely on them.
/// Unknown fields are ignored, and so is <c>null</c>; a field that stands twice is refused, since senders and readers
/// would disagree on which one counts. Failures say what is wrong and where, and never quote the post.
/// </summary>
/// <param name="limits">What a post may be at most.</param>
public sealed class PostParser(PostLimits limits)
{
    private const int MaxSourceLength = 100;
    private const int MaxLangLength = 35;

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(9999, 12, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly SearchValues<char> LangCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Reads one post.</summary>
    /// <param name="json">UTF-8 JSON; a byte order mark is skipped.</param>
    /// <param name="receivedAt">When the post entered the system, in UTC.</param>
    /// <returns>The post, or why it can never be classified.</returns>
    public ParsedPost Parse(ReadOnlySpan<byte> json, DateTimeOffset receivedAt)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        if (json.IsEmpty)
        {
            return Failed("json-missing", "The message has no value.");
        }

        if (!Utf8.IsValid(json))
        {
            return Failed("utf8-invalid", "The message is not valid UTF-8.");
        }

        try
        {
            var fields = default(Fields);
            var failure = Read(json, ref fields);
            return (failure is null ? Complete(fields, receivedAt) : new ParsedPost(null, failure)) with { Id = fields.Id };
        }
        catch (JsonException exception)
        {
            return Failed("json-malformed", string.Create(
                CultureInfo.InvariantCulture,
                $"The message is not valid JSON: error at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            return Failed("unicode-invalid", "A string has an escape of half a surrogate pair.");
        }
    }

    private static ParsedPost Failed(string type, string message) => new(null, new PostFailure(type, message));

    private static PostFailure WrongType(string field, string wanted) => new("field-type", $"The field '{field}' must be {wanted}.");

    private PostFailure? Read(ReadOnlySpan<byte> json, ref Fields fields)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new PostFailure("json-not-object", "The message is JSON, but not an object.");
        }

        PostFailure? failure = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            // The rest is read even after a failure, so that broken JSON is always called broken JSON.
            if (failure is not null || field == Field.None)
            {
                reader.Skip();
                continue;
            }

            if ((fields.Seen & field) != 0)
            {
                failure = new PostFailure("field-duplicate", $"The field '{NameOf(field)}' stands twice.");
                reader.Skip();
                continue;
            }

            fields.Seen |= field;
            failure = reader.TokenType == JsonTokenType.Null ? null : ReadField(field, ref reader, ref fields);
        }

        // What follows the object, if anything does, is an error of the JSON.
        reader.Read();
        return failure;
    }

    private PostFailure? ReadField(Field field, ref Utf8JsonReader reader, ref Fields fields)
    {
        switch (field)
        {
            case Field.Id:
                return ReadId(ref reader, "id", "id", out fields.Id);
            case Field.UserId:
                return ReadId(ref reader, "userId", "user-id", out fields.UserId);
            case Field.CreatedAt:
                return ReadCreatedAt(ref reader, out fields.CreatedAt);
            case Field.Text:
                return ReadText(ref reader, out fields.Text);
            case Field.Image:
                return ReadImage(ref reader, out fields.Image);
            case Field.Expects:
                return ReadExpects(ref reader, out fields.Expects);
            case Field.Source:
                return ReadShort(ref reader, "source", MaxSourceLength, out fields.Source);
            default:
                var failure = ReadShort(ref reader, "lang", MaxLangLength, out fields.Lang);
                return failure ?? (fields.Lang.AsSpan().ContainsAnyExcept(LangCharacters)
                    ? new PostFailure("lang-invalid", "The field 'lang' is no BCP 47 language tag, such as 'en' or 'pt-BR'.")
                    : null);
        }
    }

    private PostFailure? ReadId(ref Utf8JsonReader reader, string name, string slug, out string? id)
    {
        id = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return WrongType(name, "a string");
        }

        if (LongerThan(ref reader, limits.MaxIdLength))
        {
            return new PostFailure($"{slug}-too-long", $"The field '{name}' has more than {limits.MaxIdLength} characters.");
        }

        id = reader.GetString()!;
        return IdRule.Check(id) is { } fault ? new PostFailure($"{slug}-{fault.Type}", $"The field '{name}' {fault.Message}.") : null;
    }

    private static PostFailure? ReadCreatedAt(ref Utf8JsonReader reader, out DateTimeOffset? createdAt)
    {
        createdAt = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return WrongType("createdAt", "a string");
        }

        if (!PostTime.TryRead(ref reader, out var value))
        {
            return new PostFailure(
                "created-at-invalid", "The field 'createdAt' is no ISO 8601 time with an offset, such as 2026-01-31T12:00:00Z.");
        }

        if (value < Earliest || value > Latest)
        {
            return new PostFailure("created-at-range", "The field 'createdAt' lies before 1970 or after 9999.");
        }

        createdAt = value.ToUniversalTime();
        return null;
    }

    private PostFailure? ReadText(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return WrongType("text", "a string");
        }

        if (LongerThan(ref reader, limits.MaxTextLength))
        {
            return new PostFailure("text-too-long", $"The field 'text' has more than {limits.MaxTextLength} characters.");
        }

        text = LenientText.Read(ref reader);
        return null;
    }

    private PostFailure? ReadImage(ref Utf8JsonReader reader, out byte[]? image)
    {
        image = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return WrongType("image", "an object with 'data'");
        }

        PostFailure? failure = null;
        bool hasData = false, hasUrl = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            var isUrl = reader.ValueTextEquals("url"u8);
            reader.Read();
            if (failure is not null || (!isData && !isUrl) || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }

            if (isData ? hasData : hasUrl)
            {
                failure = new PostFailure("field-duplicate", $"The field 'image.{(isData ? "data" : "url")}' stands twice.");
                reader.Skip();
            }
            else if (isData)
            {
                hasData = true;
                failure = ReadPicture(ref reader, out image);
            }
            else
            {
                hasUrl = true;
                reader.Skip();
            }
        }

        if (failure is null && hasUrl)
        {
            return new PostFailure("image-url-refused", "The field 'image.url' is refused, since fetching of pictures is off; send 'image.data'.");
        }

        return failure ?? (hasData ? null : new PostFailure("image-missing", "The field 'image' has no 'data'."));
    }

    private PostFailure? ReadPicture(ref Utf8JsonReader reader, out byte[]? image)
    {
        image = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return WrongType("image.data", "a base64 string");
        }

        // Escapes such as \/ make the JSON longer than the base64, at most six times.
        var longest = ((long)limits.MaxPictureBytes + 2) / 3 * 4 * (reader.ValueIsEscaped ? 6 : 1);
        if (reader.ValueSpan.Length > longest)
        {
            return TooLarge();
        }

        if (!reader.TryGetBytesFromBase64(out image))
        {
            return new PostFailure("image-base64", "The field 'image.data' is not valid base64.");
        }

        return image.Length switch
        {
            0 => new PostFailure("image-missing", "The field 'image.data' is empty."),
            var length when length > limits.MaxPictureBytes => TooLarge(),
            _ => null,
        };

        PostFailure TooLarge() => new("image-too-large", $"The picture has more than {limits.MaxPictureBytes} bytes.");
    }

    private static PostFailure? ReadExpects(ref Utf8JsonReader reader, out ImmutableArray<Modality> expects)
    {
        expects = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return WrongType("expects", "an array of modalities");
        }

        PostFailure? failure = null;
        var found = ImmutableArray.CreateBuilder<Modality>(2);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                failure ??= WrongType("expects", "an array of strings");
                reader.Skip();
                continue;
            }

            Modality? modality = reader.ValueTextEquals("text"u8) ? Modality.Text : reader.ValueTextEquals("image"u8) ? Modality.Image : null;
            if (modality is null)
            {
                failure ??= new PostFailure("expects-unknown", "The field 'expects' names a modality other than 'text' and 'image'.");
            }
            else if (!found.Contains(modality.Value))
            {
                found.Add(modality.Value);
            }
        }

        expects = found.DrainToImmutable();
        return failure;
    }

    private static PostFailure? ReadShort(ref Utf8JsonReader reader, string name, int limit, out string? value)
    {
        value = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return WrongType(name, "a string");
        }

        if (LongerThan(ref reader, limit))
        {
            return new PostFailure($"{name}-too-long", $"The field '{name}' has more than {limit} characters.");
        }

        value = reader.GetString();
        return null;
    }

    /// <summary>Compares a string with a limit in UTF-16 units, without making it first.</summary>
    private static bool LongerThan(ref Utf8JsonReader reader, int limit)
    {
        var json = reader.ValueSpan;
        if (json.Length <= limit)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetCharCount(json) > limit;
        }

        // A unit takes at most six bytes of JSON, as an escape such as \u0041.
        return json.Length > 6L * limit || LenientText.Read(ref reader).Length > limit;
    }

    private static ParsedPost Complete(in Fields fields, DateTimeOffset receivedAt)
    {
        if (fields.Id is null)
        {
            return Failed("id-missing", "The field 'id' is missing.");
        }

        if (fields.UserId is null)
        {
            return Failed("user-id-missing", "The field 'userId' is missing.");
        }

        if (fields.CreatedAt is null)
        {
            return Failed("created-at-missing", "The field 'createdAt' is missing.");
        }

        var text = string.IsNullOrWhiteSpace(fields.Text) ? null : fields.Text;
        if (text is null && fields.Image is null)
        {
            return Failed("post-empty", "The post has neither words nor a picture.");
        }

        var expects = fields.Expects.IsDefault ? [] : fields.Expects;
        if (!expects.IsEmpty
            && ((text is not null && !expects.Contains(Modality.Text)) || (fields.Image is not null && !expects.Contains(Modality.Image))))
        {
            return Failed("expects-mismatch", "The post brings a modality that its field 'expects' does not name; 'expects' tells what the whole post will have.");
        }

        return new ParsedPost(
            new SocialPost
            {
                Id = fields.Id,
                UserId = fields.UserId,
                CreatedAt = fields.CreatedAt.Value,
                Text = text,
                Image = fields.Image,
                Expects = expects,
                Source = fields.Source,
                Lang = fields.Lang,
                ReceivedAt = receivedAt,
            },
            null);
    }

    private static Field FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("id"u8) ? Field.Id
        : reader.ValueTextEquals("userId"u8) ? Field.UserId
        : reader.ValueTextEquals("createdAt"u8) ? Field.CreatedAt
        : reader.ValueTextEquals("text"u8) ? Field.Text
        : reader.ValueTextEquals("image"u8) ? Field.Image
        : reader.ValueTextEquals("expects"u8) ? Field.Expects
        : reader.ValueTextEquals("source"u8) ? Field.Source
        : reader.ValueTextEquals("lang"u8) ? Field.Lang
        : Field.None;

    private static string NameOf(Field field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    [Flags]
    private enum Field
    {
        None = 0,
        Id = 1,
        UserId = 2,
        CreatedAt = 4,
        Text = 8,
        Image = 16,
        Expects = 32,
        Source = 64,
        Lang = 128,
    }

    private struct Fields
    {
        public Field Seen;
        public string? Id;
        public string? UserId;
        public DateTimeOffset? CreatedAt;
        public string? Text;
        public byte[]? Image;
        public ImmutableArray<Modality> Expects;
        public string? Source;
        public string? Lang;
    }
}

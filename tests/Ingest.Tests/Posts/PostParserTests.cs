using System.Text;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Tests.Posts;

[Trait("Category", "Unit")]
public sealed class PostParserTests
{
    private const string Head = """ "id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00Z" """;
    private static readonly DateTimeOffset Received = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PostLimits Limits = new() { MaxIdLength = 10, MaxTextLength = 20, MaxPictureBytes = 6 };

    public static TheoryData<string, string> BadPosts => new()
    {
        { "", "json-missing" },
        { "{", "json-malformed" },
        { "{" + Head + """, "text":"a" """, "json-malformed" },
        { "{" + Head + """, "text":"a"} {}""", "json-malformed" },
        { "{" + Head + """, "text":5, "x": }""", "json-malformed" },
        { "[1,2]", "json-not-object" },
        { "\"post\"", "json-not-object" },
        { """{"userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-missing" },
        { """{"id":"","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-missing" },
        { """{"id":null,"userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-missing" },
        { """{"id":7,"userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "field-type" },
        { """{"id":"12345678901","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-too-long" },
        { """{"id":"a b","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-characters" },
        { """{"id":"a\u0000b","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-characters" },
        { """{"id":"a\u200bb","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-characters" },
        { """{"id":"p1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "user-id-missing" },
        { """{"id":"..","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "id-dots" },
        { """{"id":"p1","userId":".","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "user-id-dots" },
        { """{"id":"p1","userId":"u\n1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "user-id-characters" },
        { """{"id":"p1","userId":{},"createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "field-type" },
        { """{"id":"p1","userId":"u1","text":"a"}""", "created-at-missing" },
        { """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"2026-01-31","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"yesterday Z","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":1769860800,"text":"a"}""", "field-type" },
        { """{"id":"p1","userId":"u1","createdAt":"0001-01-01T00:00:00+00:00","text":"a"}""", "created-at-range" },
        { "{" + Head + """, "text":["a"]}""", "field-type" },
        { "{" + Head + """, "text":"123456789012345678901"}""", "text-too-long" },
        { "{" + Head + ", \"text\":\"" + string.Concat(Enumerable.Repeat("\\u0041", 21)) + "\"}", "text-too-long" },
        { """{"id":"p\ud83d","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"a"}""", "unicode-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00+1","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00+ab","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:61Z","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"z","text":"a"}""", "created-at-invalid" },
        { "{" + Head + """, "text":"a","text":"b"}""", "field-duplicate" },
        { "{" + Head + """, "text":null,"text":"b"}""", "field-duplicate" },
        { "{" + Head + "}", "post-empty" },
        { "{" + Head + """, "text":" \n "}""", "post-empty" },
        { "{" + Head + """, "text":null,"image":null}""", "post-empty" },
        { "{" + Head + """, "image":"AAAA"}""", "field-type" },
        { "{" + Head + """, "image":{}}""", "image-missing" },
        { "{" + Head + """, "image":{"data":""}}""", "image-missing" },
        { "{" + Head + """, "image":{"data":7}}""", "field-type" },
        { "{" + Head + """, "image":{"data":"AAA"}}""", "image-base64" },
        { "{" + Head + """, "image":{"data":"AA*A"}}""", "image-base64" },
        { "{" + Head + """, "image":{"data":"AAAA","data":"AAAA"}}""", "field-duplicate" },
        { "{" + Head + """, "image":{"data":"AAAAAAAAAA=="}}""", "image-too-large" },
        { "{" + Head + """, "image":{"url":"https://example.org/a.jpg"}}""", "image-url-refused" },
        { "{" + Head + """, "text":"a","image":{"url":"https://example.org/a.jpg"}}""", "image-url-refused" },
        { "{" + Head + """, "text":"a","expects":"text"}""", "field-type" },
        { "{" + Head + """, "text":"a","expects":[1]}""", "field-type" },
        { "{" + Head + """, "text":"a","expects":["text","video"]}""", "expects-unknown" },
        { "{" + Head + """, "text":"a","expects":["image"]}""", "expects-mismatch" },
        { "{" + Head + """, "text":"a","lang":"e n"}""", "lang-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"9999-12-31T23:59:60Z","text":"a"}""", "created-at-invalid" },
        { """{"id":"p1","userId":"u1","createdAt":"9999-12-31T18:59:60-0500","text":"a"}""", "created-at-invalid" },
        { "{" + Head + """, "text":"a","source":5}""", "field-type" },
        { "{" + Head + ", \"text\":\"a\",\"x\":" + new string('[', 100) + new string(']', 100) + "}", "json-malformed" },
    };

    [Theory]
    [InlineData("2026-01-31T12:00:00+0000", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00+00", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00-0530", "2026-01-31T17:30:00Z")]
    [InlineData("2026-01-31T12:00:00.25\\u002B01", "2026-01-31T11:00:00.25Z")]
    [InlineData("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31 12:00:00+01:00", "2026-01-31T11:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31t23:59:60.5-0000", "2017-01-01T00:00:00.5Z")]
    public void A_time_is_read_in_the_forms_in_which_producers_write_it(string written, string meant) =>
        Assert.Equal(
            DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture),
            Parse($$"""{"id":"p1","userId":"u1","createdAt":"{{written}}","text":"a"}""").Post!.CreatedAt);

    [Theory]
    [InlineData("""cut \ud83d""", "cut \uFFFD")]
    [InlineData("""\ude00\ud83d\ude00 \"q\" \\ \n \u00e4""", "\uFFFD\ud83d\ude00 \"q\" \\ \n ä")]
    [InlineData("""\ud83d\ud83d""", "\uFFFD\uFFFD")]
    public void Half_a_surrogate_pair_in_a_text_is_replaced_and_the_text_kept(string written, string read) =>
        Assert.Equal(read, Parse($$"""{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"{{written}}"}""").Post!.Text);

    [Theory]
    [MemberData(nameof(BadPosts))]
    public void A_bad_post_fails_with_its_own_type(string json, string type)
    {
        var parsed = Parse(json);
        Assert.False(parsed.IsPost);
        Assert.Equal(type, parsed.Failure.Type);
        Assert.EndsWith(".", parsed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_post_is_read_with_all_its_fields()
    {
        var parsed = Parse("""
            { "id": "p1", "userId": "u1", "createdAt": "2026-01-31T13:00:00+01:00", "text": "gr\u00fc\u00dfe \ud83d\ude00",
              "image": { "data": "AQID\/\/8=", "alt": "ignored" }, "source": "reddit", "lang": "de-CH", "more": { "text": [1, {}] } }
            """);
        var post = parsed.Post!;
        Assert.Equal(("p1", "u1", "grüße 😀", "reddit", "de-CH"), (post.Id, post.UserId, post.Text, post.Source, post.Lang));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), post.CreatedAt);
        Assert.Equal(TimeSpan.Zero, post.CreatedAt.Offset);
        Assert.Equal([1, 2, 3, 255, 255], post.Image!.Value.ToArray());
        Assert.Equal(Received, post.ReceivedAt);
        Assert.False(post.IsPart);
    }

    [Fact]
    public void A_time_may_be_written_with_escapes_as_dotnet_writes_its_offset() =>
        Assert.True(Parse("""{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00\u002B01:00","text":"a"}""").IsPost);

    [Fact]
    public void A_part_names_what_the_whole_post_will_have()
    {
        var post = Parse("{" + Head + """, "text":"a","expects":["text","image","text"]}""").Post!;
        Assert.True(post.IsPart);
        Assert.Equal([Modality.Text, Modality.Image], post.Expects);
    }

    [Fact]
    public void A_post_that_expects_nothing_is_complete() =>
        Assert.False(Parse("{" + Head + """, "text":"a","expects":[]}""").Post!.IsPart);

    [Fact]
    public void Limits_count_characters_not_bytes() =>
        Assert.True(Parse("{" + Head + ", \"text\":\"" + new string('ü', 20) + "\"}").IsPost);

    [Fact]
    public void Limits_count_escaped_characters_once() =>
        Assert.True(Parse("{" + Head + ", \"text\":\"" + string.Concat(Enumerable.Repeat("\\u0041", 20)) + "\"}").IsPost);

    [Fact]
    public void A_picture_of_exactly_the_limit_passes() =>
        Assert.Equal(6, Parse("{" + Head + """, "image":{"data":"AQIDBAUG"}}""").Post!.Image!.Value.Length);

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.True(Parse("\uFEFF{" + Head + """, "text":"a"}""").IsPost);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes("{" + Head + ", \"text\":\""), 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal("utf8-invalid", new PostParser(Limits).Parse(json, Received).Failure!.Type);
    }

    [Fact]
    public void Failures_never_quote_the_post()
    {
        const string Secret = "SECRET";
        foreach (var (json, _) in BadPosts.Select(static row => (row.Data.Item1, row.Data.Item2)))
        {
            var parsed = Parse(json.Replace("yesterday", Secret, StringComparison.Ordinal).Replace("video", Secret, StringComparison.Ordinal).Replace("example.org", Secret, StringComparison.Ordinal));
            Assert.DoesNotContain(Secret, parsed.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_cut_of_a_good_post_makes_the_parser_throw()
    {
        var json = Encoding.UTF8.GetBytes("{" + Head + """, "text":"gr\u00fc\ud83d\ude00","image":{"data":"AQID","url":null},"expects":["text","image"],"lang":"en"}""");
        var parser = new PostParser(Limits);
        for (var length = 0; length < json.Length; length++)
        {
            Assert.False(parser.Parse(json.AsSpan(0, length), Received).IsPost);
        }

        Assert.True(parser.Parse(json, Received).IsPost);
    }

    private static ParsedPost Parse(string json) => new PostParser(Limits).Parse(Encoding.UTF8.GetBytes(json), Received);
}

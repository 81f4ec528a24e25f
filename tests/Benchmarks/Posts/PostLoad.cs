using System.Text.Json;

namespace Moodstream.Benchmarks.Posts;

/// <summary>The messages of a benchmark: the same ones for every competitor and every round, made anew from their number.</summary>
/// <param name="kind">What posts bring.</param>
/// <param name="users">How many users write them.</param>
internal sealed class PostLoad(LoadKind kind, int users)
{
    private const int PictureEvery = 10;

    private readonly SampleWords _words = new();
    private readonly SamplePictures _pictures = new();

    /// <summary>What posts bring.</summary>
    public LoadKind Kind => kind;

    /// <summary>How many users write them.</summary>
    public int Users => users;

    /// <summary>How many messages a post takes.</summary>
    public int MessagesPerPost => kind == LoadKind.Parts ? 2 : 1;

    /// <summary>Makes a message.</summary>
    /// <param name="message">Its number, from 0; those of one post follow one another.</param>
    public PostMessage Make(int message)
    {
        var (number, part) = int.DivRem(message, MessagesPerPost);
        var post = new PostNumber(number, users);
        return kind switch
        {
            LoadKind.Text => post.Message(Text(number)),
            LoadKind.Pictures => post.Message(Picture(number)),
            LoadKind.Mixed => post.Message(number % PictureEvery == 0 ? $"{Text(number)},{Picture(number)}" : Text(number)),
            _ => post.Message($"\"expects\":[\"text\",\"image\"],{(part == 0 ? Text(number) : Picture(number))}"),
        };
    }

    private string Text(int number) => $"\"text\":\"{JsonEncodedText.Encode(_words.Text(number))}\"";

    private string Picture(int number) => $$"""
        "image":{"data":"{{_pictures.Base64(number)}}"}
        """;
}

/// <summary>A message of the posts topic.</summary>
/// <param name="Key">The user, in UTF-8.</param>
/// <param name="Value">The post, in JSON.</param>
internal readonly record struct PostMessage(byte[] Key, byte[] Value);

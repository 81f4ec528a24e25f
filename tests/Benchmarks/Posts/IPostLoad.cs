namespace Moodstream.Benchmarks.Posts;

/// <summary>The messages of a benchmark: the same ones for every competitor and every round, made anew from their number.</summary>
internal interface IPostLoad
{
    /// <summary>How many messages a post takes: more than one where posts come in parts.</summary>
    int MessagesPerPost { get; }

    /// <summary>Makes a message.</summary>
    /// <param name="message">Its number, from 0; those of one post follow one another.</param>
    PostMessage Make(int message);
}

/// <summary>A message of the posts topic.</summary>
/// <param name="Key">The user, in UTF-8.</param>
/// <param name="Value">The post, in JSON.</param>
internal readonly record struct PostMessage(byte[] Key, byte[] Value);

namespace Moodstream.Benchmarks.Posts;

/// <summary>What posts bring.</summary>
internal enum LoadKind
{
    /// <summary>Words alone.</summary>
    Text,

    /// <summary>A picture alone.</summary>
    Pictures,

    /// <summary>Words, and every tenth a picture as well.</summary>
    Mixed,

    /// <summary>Words and a picture, in two messages that follow one another.</summary>
    Parts,
}

namespace Moodstream.Inference.Reading;

/// <summary>What a token is.</summary>
public enum TokenKind
{
    /// <summary>A word, or a character of a script without spaces.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A person who is named: a handle or an address of mail.</summary>
    Person,

    /// <summary>An emoji, or an emoticon as the emoji that it stands for.</summary>
    Emoji,

    /// <summary>A mark that carries feeling.</summary>
    Mark,

    /// <summary>Says that the mark before it was repeated.</summary>
    Repeat,
}

namespace Moodstream.Inference.Reading;

/// <content>Marks and emoji.</content>
public ref partial struct WordTokens
{
    private bool ReadMark(char c)
    {
        switch (c)
        {
            case '!' or '?':
                return ReadMarks();
            case '…':
            case '.' when _position + 1 < _text.Length && _text[_position + 1] == '.':
                var length = _text.AsSpan(_position).IndexOfAnyExcept('.', '…');
                return Emit("…", TokenKind.Mark, length < 0 ? _text.Length - _position : length);
            default:
                return false;
        }
    }

    private bool ReadMarks()
    {
        var exclamations = 0;
        var questions = 0;
        for (; _position < _text.Length && _text[_position] is '!' or '?'; _position++)
        {
            if (_text[_position] == '!')
            {
                exclamations++;
            }
            else
            {
                questions++;
            }
        }

        if (exclamations > 0 && questions > 0)
        {
            Queue("!", TokenKind.Mark);
        }

        if (exclamations > 1 || questions > 1)
        {
            Queue(Repeat, TokenKind.Repeat);
        }

        return Emit(questions > 0 ? "?" : "!", TokenKind.Mark, 0);
    }

    /// <summary>Reads an emoji.</summary>
    private bool ReadEmoji(char c) =>
        c > '\u00A8' && EmojiTable.Match(_text.AsSpan(_position), out var emoji) is > 0 and var length && EmitEmoji(emoji, length);

    /// <summary>An emoji that stands there many times is one.</summary>
    private bool EmitEmoji(string emoji, int length)
    {
        if (emoji == _previousEmoji)
        {
            _position += length;
            return false;
        }

        return Emit(emoji, TokenKind.Emoji, length);
    }
}

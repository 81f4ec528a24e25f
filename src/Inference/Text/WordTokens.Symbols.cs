using System.Globalization;
using System.Text;

namespace Moodstream.Inference.Text;

/// <content>Punctuation and emoji.</content>
public ref partial struct WordTokens
{
    private bool ReadPunctuation(char c)
    {
        switch (c)
        {
            case '!' or '?':
                return ReadMarks();
            case '…':
            case '.' when _position + 1 < _text.Length && _text[_position + 1] == '.':
                while (_position < _text.Length && _text[_position] is '.' or '…')
                {
                    _position++;
                }

                return Emit("…");
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
            Queue("!");
        }

        if (exclamations > 1 || questions > 1)
        {
            Queue(Repeat);
        }

        return Emit(questions > 0 ? "?" : "!");
    }

    /// <summary>Reads an emoji, or passes over a character that is no token.</summary>
    private bool ReadSymbol()
    {
        if (!TryRune(_position, out var rune))
        {
            _position++;
            return false;
        }

        _position += rune.Utf16SequenceLength;
        if (rune.Value < 0x80 || Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherSymbol || rune == Rune.ReplacementChar)
        {
            return false;
        }

        Append(rune);
        SkipEmojiTail();
        var repeated = false;
        while (TryRune(_position, out var next) && next == rune)
        {
            repeated = true;
            _position += next.Utf16SequenceLength;
            SkipEmojiTail();
        }

        if (repeated)
        {
            Queue(Repeat);
        }

        return true;
    }

    /// <summary>Passes over variation selectors, skin tones, and what a zero-width joiner adds.</summary>
    private void SkipEmojiTail()
    {
        while (TryRune(_position, out var rune))
        {
            if (rune.Value is 0xFE0E or 0xFE0F or >= 0x1F3FB and <= 0x1F3FF)
            {
                _position += rune.Utf16SequenceLength;
            }
            else if (rune.Value == 0x200D)
            {
                _position++;
                if (TryRune(_position, out var joined))
                {
                    _position += joined.Utf16SequenceLength;
                }
            }
            else
            {
                return;
            }
        }
    }
}

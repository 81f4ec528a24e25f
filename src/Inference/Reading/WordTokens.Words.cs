using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <content>Words, numbers and contractions.</content>
public ref partial struct WordTokens
{
    private bool ReadWord(char c)
    {
        if (c == '\'')
        {
            return ReadAnd();
        }

        if (c == '$')
        {
            return ReadDollar();
        }

        if (!TryRune(_position, out var first) || !WordRunes.IsWord(first))
        {
            return false;
        }

        Kind = TokenKind.Word;
        if (WordRunes.IsIdeograph(first))
        {
            Replace(_text.AsSpan(_position, first.Utf16SequenceLength));
            _position += first.Utf16SequenceLength;
            return true;
        }

        Scan scan = default;
        var onlyDigits = ScanWord(ref scan);
        if (!onlyDigits && (scan.HasDigit || (_position < _text.Length && MaskedWord.IsMask(_text[_position])))
            && MaskedWord.Match(_text.AsSpan(_start), out var masked) is > 0 and var length)
        {
            _position = _start;
            return Emit(masked, TokenKind.Word, length);
        }

        if (onlyDigits)
        {
            SkipNumberTail();
            Kind = TokenKind.Number;
            _constant = Number;
            return true;
        }

        if (_length == 0)
        {
            // Longer than any word is.
            return false;
        }

        if (scan.Runs > 0)
        {
            Span<char> letters = _letters;
            _length = ElongatedWord.Shorten(letters[.._length], ((ReadOnlySpan<int>)scan.RunPlaces)[..Math.Min(scan.Runs, ElongatedWord.MostRuns)]);
        }

        if (scan.HasApostrophe || RestoreApostrophe())
        {
            ExpandContraction();
            RemoveApostrophes();
        }

        ReadDetachedEnding();
        ShortenLaugh();
        return _length > 0;
    }

    /// <summary>The "and" of <c>rock'n'roll</c>.</summary>
    private bool ReadAnd() => _text.AsSpan(_position).StartsWith("'n'", StringComparison.OrdinalIgnoreCase) && _position > 0 && Emit("and", TokenKind.Word, 3);

    /// <summary>A swear word whose first letter is a dollar.</summary>
    private bool ReadDollar() =>
        FollowsNoWord() && _position + 1 < _text.Length && char.IsAsciiLetter(_text[_position + 1])
        && MaskedWord.Match(_text.AsSpan(_position), out var masked) is > 0 and var length && Emit(masked, TokenKind.Word, length);

    /// <summary>Reads letters into the buffer, in lower case and of every run the first two; nothing of a word that is too long.</summary>
    /// <returns>Whether the word is digits only.</returns>
    private bool ScanWord(ref Scan scan)
    {
        var onlyDigits = true;
        var previous = default(Rune);
        var run = 0;
        var isTooLong = false;
        Span<char> letters = _letters;
        while (_position < _text.Length)
        {
            if (_position > _start && _cuts.EndsAt(_position))
            {
                break;
            }

            var c = _text[_position];
            Rune lower;
            if (char.IsAscii(c))
            {
                if (c == '\'' ? !JoinsWord() : !char.IsAsciiLetterOrDigit(c))
                {
                    break;
                }

                onlyDigits &= c <= '9' && c != '\'';
                if (c <= '9')
                {
                    scan.HasApostrophe |= c == '\'';
                    scan.HasDigit |= c != '\'';
                }

                lower = new Rune((char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c));
            }
            else
            {
                if (!TryRune(_position, out var rune) || !WordRunes.IsWord(rune) || WordRunes.IsIdeograph(rune))
                {
                    break;
                }

                onlyDigits &= Rune.IsDigit(rune);
                lower = Rune.ToLowerInvariant(rune);
            }

            _position += lower.Utf16SequenceLength;
            run = lower == previous ? run + 1 : 1;
            previous = lower;
            if (run > 2 && Rune.IsLetter(lower))
            {
                if (run == 3 && scan.Runs++ < ElongatedWord.MostRuns && !isTooLong)
                {
                    scan.RunPlaces[scan.Runs - 1] = _length - 1;
                }

                continue;
            }

            isTooLong |= _length + 2 > Capacity;
            if (!isTooLong)
            {
                _length += lower.EncodeToUtf16(letters[_length..]);
            }
        }

        if (isTooLong)
        {
            _length = 0;
            scan = default;
        }

        return onlyDigits && !isTooLong;
    }

    /// <summary>Whether an apostrophe stands inside a word here; the one of <c>'n'</c> does not.</summary>
    private readonly bool JoinsWord() =>
        _length > 0 && _position + 1 < _text.Length && char.IsLetter(_text[_position + 1])
        && !(_text[_position + 1] is 'n' or 'N' && _position + 3 < _text.Length && _text[_position + 2] == '\'' && char.IsLetter(_text[_position + 3]));

    private void SkipNumberTail()
    {
        while (_position + 1 < _text.Length
            && (_text[_position] is '.' or ',' or ':' or '/' || char.IsDigit(_text[_position]))
            && char.IsDigit(_text[_position + 1]))
        {
            _position++;
        }

        if (_position < _text.Length && _position > _start && char.IsDigit(_text[_position]))
        {
            _position++;
        }
    }

    /// <summary>Many leave the apostrophe of a contraction out, and with it the "not" would be lost.</summary>
    /// <returns>Whether it was missing.</returns>
    private bool RestoreApostrophe()
    {
        Span<char> letters = _letters;
        var word = letters[.._length];
        var place = MissingApostrophe.PlaceIn(word);
        if (place == 0)
        {
            if (word is not "cannot")
            {
                return false;
            }

            Replace("can't");
            return true;
        }

        _isRestored = true;
        word[place..].CopyTo(letters[(place + 1)..]);
        letters[place] = '\'';
        _length++;
        return true;
    }

    private void ExpandContraction()
    {
        Span<char> letters = _letters;
        var word = letters[.._length];
        var apostrophe = word.LastIndexOf('\'');
        if (apostrophe < 0)
        {
            // "wouldnt've" lacks one of two.
            if (RestoreApostrophe())
            {
                ExpandContraction();
            }

            return;
        }

        var (stemEnd, expansion) = word[apostrophe..] switch
        {
            "'t" when apostrophe > 0 && word[apostrophe - 1] == 'n' => (apostrophe - 1, "not"),
            "'m" => (apostrophe, "am"),
            "'re" => (apostrophe, "are"),
            "'ve" => (apostrophe, "have"),
            "'ll" => (apostrophe, "will"),
            "'d" => (apostrophe, "would"),
            "'s" => (apostrophe, null),
            _ => (-1, null),
        };

        if (stemEnd < 0)
        {
            return;
        }

        _length = stemEnd;
        if (expansion == "not")
        {
            CompleteStem();
        }
        else
        {
            // "wouldn't've" is three words.
            ExpandContraction();
        }

        if (expansion is not null && _length > 0)
        {
            Queue(expansion, TokenKind.Word);
        }
        else if (expansion is not null)
        {
            Replace(expansion);
        }
    }

    /// <summary>What stands before <c>n't</c> is not always the word.</summary>
    private void CompleteStem()
    {
        switch (((ReadOnlySpan<char>)_letters)[.._length])
        {
            case "ca":
                Replace("can");
                break;
            case "wo":
                Replace("will");
                break;
            case "sha":
                Replace("shall");
                break;
            case "ai":
                Replace("is");
                break;
        }
    }

    /// <summary>Some write endings as words of their own: <c>do n't</c>, <c>I 'm</c>.</summary>
    private void ReadDetachedEnding()
    {
        var rest = _text.AsSpan(_position);
        if (rest.Length < 3 || rest[0] != ' ' || ((rest[1] | 0x20) != 'n' && rest[1] != '\'') || (rest[2] != '\'' && rest[1] != '\''))
        {
            return;
        }

        var length = 1;
        while (length < rest.Length && length < 5 && (char.IsAsciiLetter(rest[length]) || rest[length] == '\''))
        {
            length++;
        }

        if (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] == '\''))
        {
            return;
        }

        Span<char> ending = stackalloc char[length - 1];
        rest[1..length].ToLowerInvariant(ending);
        var expansion = ending switch { "n't" => "not", "'m" => "am", "'re" => "are", "'ve" => "have", "'ll" => "will", "'d" => "would", "'s" => "", _ => null };
        if (expansion is null)
        {
            return;
        }

        _position += length;
        if (expansion == "not")
        {
            CompleteStem();
        }

        if (expansion.Length > 0)
        {
            Queue(expansion, TokenKind.Word);
        }
    }

    private void RemoveApostrophes()
    {
        var kept = 0;
        for (var i = 0; i < _length; i++)
        {
            if (_letters[i] != '\'')
            {
                _letters[kept++] = _letters[i];
            }
        }

        _length = kept;
    }

    private void ShortenLaugh()
    {
        ReadOnlySpan<char> word = ((ReadOnlySpan<char>)_letters)[.._length];
        if (_length > 4 && word[0] is 'h' or 'a' && word.IndexOfAnyExcept('h', 'a') < 0 && word.Contains('h') && word.Contains('a'))
        {
            Replace("haha");
        }
    }

    private struct Scan
    {
        public bool HasApostrophe;
        public bool HasDigit;
        public int Runs;
        public Places RunPlaces;
    }

    [InlineArray(ElongatedWord.MostRuns)]
    private struct Places
    {
        private int _first;
    }
}

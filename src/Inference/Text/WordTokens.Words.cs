using System.Text;

namespace Moodstream.Inference.Text;

/// <content>Words, numbers and contractions.</content>
public ref partial struct WordTokens
{
    private bool ReadWord()
    {
        if (!TryRune(_position, out var first) || !WordRunes.IsWord(first))
        {
            return false;
        }

        if (WordRunes.IsIdeograph(first))
        {
            Append(first);
            _position += first.Utf16SequenceLength;
            return true;
        }

        var shape = ScanWord();
        if (shape.OnlyDigits)
        {
            SkipNumberTail();
            return Emit(Number);
        }

        ExpandContraction();
        ShortenLaugh();
        IsElongated = shape.Elongated;
        if (shape.Elongated)
        {
            Queue(Elongated);
        }

        var isCaps = shape is { Capitals: >= 3, HasLowerCase: false };
        if (isCaps && !_previousWasCaps)
        {
            Queue(AllCaps);
        }

        _previousWasCaps = isCaps;
        return true;
    }

    private WordShape ScanWord()
    {
        var shape = new WordShape { OnlyDigits = true };
        var previous = default(Rune);
        var previousWasLower = false;
        var run = 0;
        while (TryRune(_position, out var rune))
        {
            if (!WordRunes.IsWord(rune) && !JoinsWord(rune))
            {
                break;
            }

            var isUpper = Rune.IsUpper(rune);
            if ((isUpper && previousWasLower && _position < _hashtagEnd) || WordRunes.IsIdeograph(rune))
            {
                break;
            }

            _position += rune.Utf16SequenceLength;
            if (WordRunes.IsInvisible(rune))
            {
                continue;
            }

            var lower = Rune.ToLowerInvariant(rune);
            run = lower == previous ? run + 1 : 1;
            previous = lower;
            previousWasLower = Rune.IsLower(rune);
            shape.OnlyDigits &= Rune.IsDigit(rune);
            shape.HasLowerCase |= previousWasLower;
            shape.Capitals += isUpper ? 1 : 0;
            if (run > 2 && Rune.IsLetter(lower))
            {
                shape.Elongated = true;
                continue;
            }

            Append(lower.Value == '’' ? new Rune('\'') : lower);
        }

        return shape;
    }

    /// <summary>Whether an apostrophe or a censor's asterisk stands inside a word here, or an invisible joiner.</summary>
    private readonly bool JoinsWord(Rune rune)
    {
        if (WordRunes.IsInvisible(rune))
        {
            return true;
        }

        if (rune.Value is not ('\'' or '’' or '*'))
        {
            return false;
        }

        var next = _position + 1;
        while (next < _text.Length && rune.Value == '*' && _text[next] == '*')
        {
            next++;
        }

        return _length > 0 && next < _text.Length && char.IsLetter(_text[next]);
    }

    private void SkipNumberTail()
    {
        while (_position + 1 < _text.Length
            && (_text[_position] is '.' or ',' or ':' or '/' || char.IsDigit(_text[_position]))
            && char.IsDigit(_text[_position + 1]))
        {
            _position++;
        }

        if (_position < _text.Length && char.IsDigit(_text[_position]))
        {
            _position++;
        }
    }

    private void ExpandContraction()
    {
        Span<char> letters = _letters;
        var word = letters[.._length];
        var apostrophe = word.LastIndexOf('\'');
        if (apostrophe < 0)
        {
            return;
        }

        var (stemEnd, expansion) = word[apostrophe..] switch
        {
            "'t" when apostrophe > 1 && word[apostrophe - 1] == 'n' => (apostrophe - 1, "not"),
            "'m" => (apostrophe, "am"),
            "'re" => (apostrophe, "are"),
            "'ve" => (apostrophe, "have"),
            "'ll" => (apostrophe, "will"),
            "'d" => (apostrophe, "would"),
            "'s" => (apostrophe, null),
            _ => (-1, null),
        };

        if (stemEnd >= 0)
        {
            _length = stemEnd;
            if (expansion is not null)
            {
                Queue(expansion);
            }

            ReadOnlySpan<char> stem = expansion == "not" ? word[..stemEnd] : [];
            switch (stem)
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

        RemoveApostrophes();
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
        if (_length > 4 && word.IndexOfAnyExcept('h', 'a') < 0 && word.Contains('h') && word.Contains('a'))
        {
            Replace("haha");
        }
    }

    private struct WordShape
    {
        public bool OnlyDigits;
        public bool HasLowerCase;
        public bool Elongated;
        public int Capitals;
    }
}

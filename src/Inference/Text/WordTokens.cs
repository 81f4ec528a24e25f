using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Inference;

/// <summary>Walks over the tokens of one text; made by <see cref="WordTokenizer.Enumerate"/>.</summary>
public ref struct WordTokens
{
    internal const int Capacity = 64;

    private const string Url = "<url>";
    private const string User = "<user>";
    private const string Number = "<number>";
    private const string Repeat = "<repeat>";
    private const string Elongated = "<elong>";
    private const string AllCaps = "<allcaps>";

    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \t\r\n)]>\"");

    private readonly string _text;
    private int _position;
    private int _hashtagEnd;
    private bool _previousWasCaps;

    private Letters _letters;
    private int _length;
    private string? _constant;
    private Pending _pending;
    private int _pendingCount;
    private int _pendingNext;

    internal WordTokens(string text) => _text = text;

    /// <summary>The token; valid until the next move.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Current => _constant is null ? ((ReadOnlySpan<char>)_letters)[.._length] : _constant;

    /// <summary>Whether the word had a letter three times or more in a row; such runs are cut to two.</summary>
    public bool IsElongated { get; private set; }

    /// <summary>The walk itself, for <c>foreach</c>.</summary>
    public readonly WordTokens GetEnumerator() => this;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool MoveNext()
    {
        IsElongated = false;
        if (_pendingNext < _pendingCount)
        {
            _constant = _pending[_pendingNext++];
            return true;
        }

        _pendingNext = _pendingCount = 0;
        _length = 0;
        _constant = null;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (char.IsWhiteSpace(c))
            {
                _position++;
            }
            else if (ReadMarkup(c) || ReadEmoticon() || ReadWord() || ReadPunctuation(c) || ReadSymbol())
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadMarkup(char c)
    {
        var rest = _text.AsSpan(_position);
        var atStart = _position == 0 || !char.IsLetterOrDigit(_text[_position - 1]);
        if (!atStart)
        {
            return false;
        }

        switch (c)
        {
            case 'h' or 'H' when StartsWith(rest, "http://") || StartsWith(rest, "https://"):
            case 'w' or 'W' when StartsWith(rest, "www."):
                var end = rest.IndexOfAny(UrlEnds);
                _position += end < 0 ? rest.Length : end;
                return Emit(Url);

            case '@' when NameLength(rest[1..]) is > 0 and var length:
                _position += 1 + length;
                return Emit(User);

            case '[' when rest.StartsWith("[NAME]"):
                _position += "[NAME]".Length;
                return Emit(User);

            case '[' when rest.StartsWith("[RELIGION]"):
                _position += "[RELIGION]".Length;
                return Emit("religion");

            case 'u' or 'U' when rest.Length > 2 && rest[1] == '/' && NameLength(rest[2..]) is > 0 and var length:
                _position += 2 + length;
                return Emit(User);

            case 'r' or 'R' when rest.Length > 2 && rest[1] == '/' && char.IsLetterOrDigit(rest[2]):
                _position += 2;
                _hashtagEnd = _position + NameLength(rest[2..]);
                return false;

            case '#' when NameLength(rest[1..]) is > 0 and var length:
                _position++;
                _hashtagEnd = _position + length;
                return false;

            case '/' when rest is "/s" || (rest.StartsWith("/s") && char.IsWhiteSpace(rest[2])):
                _position += 2;
                return Emit("/s");

            default:
                return false;
        }
    }

    private bool ReadEmoticon()
    {
        var rest = _text.AsSpan(_position);
        var follows = _position > 0 && char.IsLetterOrDigit(_text[_position - 1]);
        if (!Emoticons.TryMatch(rest, follows, out var length, out var kind))
        {
            return false;
        }

        _position += length;
        return Emit(kind);
    }

    private bool ReadWord()
    {
        if (!TryRune(_position, out var first) || !IsWordRune(first))
        {
            return false;
        }

        if (IsIdeograph(first))
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
            if (!IsWordRune(rune) && !JoinsWord(rune))
            {
                break;
            }

            var isUpper = Rune.IsUpper(rune);
            if ((isUpper && previousWasLower && _position < _hashtagEnd) || IsIdeograph(rune))
            {
                break;
            }

            _position += rune.Utf16SequenceLength;
            if (IsInvisible(rune))
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
        if (IsInvisible(rune))
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

    private readonly bool TryRune(int position, out Rune rune)
    {
        if (position < _text.Length && char.IsAscii(_text[position]))
        {
            rune = new Rune(_text[position]);
            return true;
        }

        return Rune.DecodeFromUtf16(_text.AsSpan(Math.Min(position, _text.Length)), out rune, out _) == OperationStatus.Done;
    }

    private bool Emit(string token)
    {
        _constant = token;
        return true;
    }

    private void Queue(string token) => _pending[_pendingCount++] = token;

    private void Append(Rune rune)
    {
        Span<char> letters = _letters;
        if (_length + rune.Utf16SequenceLength <= Capacity)
        {
            _length += rune.EncodeToUtf16(letters[_length..]);
        }
    }

    private void Replace(ReadOnlySpan<char> word)
    {
        word.CopyTo(_letters);
        _length = word.Length;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static bool IsWordRune(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value)
            : Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                && rune.Value is not (0xFE0E or 0xFE0F);

    private static bool IsIdeograph(Rune rune) =>
        rune.Value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    private static bool IsInvisible(Rune rune) => rune.Value is 0x00AD or 0x200C or 0x200D or 0x2060 or 0xFE0E or 0xFE0F;

    private struct WordShape
    {
        public bool OnlyDigits;
        public bool HasLowerCase;
        public bool Elongated;
        public int Capitals;
    }

    [InlineArray(Capacity)]
    private struct Letters
    {
        private char _first;
    }

    [InlineArray(4)]
    private struct Pending
    {
        private string _first;
    }
}

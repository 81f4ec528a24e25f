using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Inference.Text;

/// <summary>Walks over the tokens of one text; made by <see cref="WordTokenizer.Enumerate"/>.</summary>
public ref partial struct WordTokens
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

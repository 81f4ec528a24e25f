using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>Walks over the tokens of one text; made by <see cref="WordTokenizer.Enumerate"/>.</summary>
public ref partial struct WordTokens
{
    internal const int Capacity = 40;

    // "wouldn't've" leaves two.
    private const int MostPending = 4;

    private const string User = "<user>";
    private const string Number = "<number>";
    private const string Repeat = "<repeat>";

    private readonly string _text;
    private int _position;
    private int _start;
    private HashtagCuts _cuts;

    private Letters _letters;
    private int _length;
    private string? _constant;
    private string? _previousEmoji;
    private Pending _pending;
    private int _pendingCount;
    private int _pendingNext;
    private bool _isRestored;

    internal WordTokens(string text) => _text = text;

    /// <summary>The token; valid until the next move.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Current => _constant is null ? ((ReadOnlySpan<char>)_letters)[.._length] : _constant;

    /// <summary>What the token is.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>The token as a reader of sentences wants it: a number is its digits.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Written => Kind == TokenKind.Number ? _text.AsSpan(_start.._position) : Current;

    /// <summary>The comma or full stop that stands before the token, or <c>\0</c>.</summary>
    public char Pause { get; private set; }

    /// <summary>
    /// Whether the word was drawn out of one that has no apostrophe, such as the "not" of <c>dont</c>. It tells no language: French has such a word.
    /// </summary>
    internal readonly bool IsDrawnOut => _isRestored && _pendingNext > 0;

    /// <summary>The walk itself, for <c>foreach</c>.</summary>
    public readonly WordTokens GetEnumerator() => this;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool MoveNext()
    {
        Pause = '\0';
        if (_pendingNext < _pendingCount)
        {
            (_constant, Kind) = _pending[_pendingNext++];
            return true;
        }

        _pendingNext = _pendingCount = 0;
        _length = 0;
        _constant = null;
        _isRestored = false;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == ' ')
            {
                _position++;
                continue;
            }

            _start = _position;
            if (ReadMarkup(c) || (Stays && (ReadEmoticon(c) || (Stays && (ReadWord(c) || (Stays && (ReadMark(c) || ReadEmoji(c))))))))
            {
                _previousEmoji = Kind == TokenKind.Emoji ? _constant : null;
                return true;
            }

            if (Stays)
            {
                Pass(c);
            }
        }

        return false;
    }

    /// <summary>Whether nothing was read since the last token, not even a link, which is none.</summary>
    private readonly bool Stays => _position == _start;

    /// <summary>Passes over a character that is no token.</summary>
    private void Pass(char c)
    {
        _position++;
        if (c is '.' or ',' && Pause != '.' && (_position == _text.Length || char.IsWhiteSpace(_text[_position])))
        {
            Pause = c;
        }
    }

    private bool ReadMarkup(char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
        {
            return FollowsNoWord() && ReadAddress(c);
        }

        if (c is not ('@' or '[' or '#' or '/') || !FollowsNoWord())
        {
            return false;
        }

        var rest = _text.AsSpan(_position);
        switch (c)
        {
            case '@' when Links.HandleLength(rest[1..]) is > 0 and var length:
                return EmitPerson(1 + length);

            case '[' when rest.StartsWith("[NAME]"):
                return EmitPerson("[NAME]".Length);

            case '[' when rest.StartsWith("[RELIGION]"):
                return Emit("religion", TokenKind.Word, "[RELIGION]".Length);

            case '#' when NameLength(rest[1..]) is > 0 and var length:
                _position++;
                _cuts = new HashtagCuts(rest.Slice(1, length), _position);
                return false;

            case '/' when rest is "/s" || (rest.StartsWith("/s") && char.IsWhiteSpace(rest[2])):
                return Emit("/s", TokenKind.Mark, "/s".Length);

            default:
                return false;
        }
    }

    /// <summary>Reads an address that begins with a letter or digit, or the name of a forum.</summary>
    /// <returns>Whether it is a token.</returns>
    private bool ReadAddress(char c)
    {
        var rest = _text.AsSpan(_position);
        var end = 1;
        while (end < rest.Length && char.IsAsciiLetterOrDigit(rest[end]))
        {
            end++;
        }

        if (end == rest.Length)
        {
            return false;
        }

        if (rest[end] == '/' && end == 1)
        {
            return ReadForum(c, rest);
        }

        if (Links.MayContinue(rest[end]) && Links.Match(rest, out var isPerson) is > 0 and var length)
        {
            if (isPerson)
            {
                return EmitPerson(length);
            }

            _position += length;
        }

        return false;
    }

    private bool ReadForum(char c, ReadOnlySpan<char> rest)
    {
        switch (c)
        {
            case 'u' or 'U' when NameLength(rest[2..]) is > 0 and var length:
                return EmitPerson(2 + length);

            case 'r' or 'R' when NameLength(rest[2..]) is > 0 and var length:
                _position += 2;
                _cuts = new HashtagCuts(rest.Slice(2, length), _position);
                return false;

            default:
                return false;
        }
    }

    private bool ReadEmoticon(char c) =>
        Emoticons.MayBegin(c) && !IsInWord(c) && Emoticons.Match(_text, _position, out var emoji) is > 0 and var length && EmitEmoji(emoji, length);

    /// <summary>Whether a letter begins more than the eyes or the mouth of a face.</summary>
    private readonly bool IsInWord(char c) =>
        char.IsAsciiLetter(c) && _position + 1 < _text.Length && char.IsLetter(_text[_position + 1]) && !(c is 'x' or 'X' && _text[_position + 1] == 'D');

    private readonly bool FollowsNoWord() => _position == 0 || !char.IsLetterOrDigit(_text[_position - 1]);

    private readonly bool TryRune(int position, out Rune rune)
    {
        if (position < _text.Length && char.IsAscii(_text[position]))
        {
            rune = new Rune(_text[position]);
            return true;
        }

        return Rune.DecodeFromUtf16(_text.AsSpan(Math.Min(position, _text.Length)), out rune, out _) == OperationStatus.Done;
    }

    private bool Emit(string token, TokenKind kind, int length)
    {
        _constant = token;
        Kind = kind;
        _position += length;
        return true;
    }

    /// <summary>A person, whose possessive says nothing.</summary>
    private bool EmitPerson(int length)
    {
        var after = _text.AsSpan(_position + length);
        var isPossessive = after is ['\'', 's' or 'S', ..] && (after.Length == 2 || !char.IsLetterOrDigit(after[2]));
        return Emit(User, TokenKind.Person, isPossessive ? length + 2 : length);
    }

    /// <summary>Keeps a word for later; more than any contraction has are dropped.</summary>
    private void Queue(string token, TokenKind kind)
    {
        if (_pendingCount < MostPending)
        {
            _pending[_pendingCount++] = (token, kind);
        }
    }

    private void Replace(ReadOnlySpan<char> word)
    {
        word.CopyTo(_letters);
        _length = word.Length;
    }

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

    [InlineArray(MostPending)]
    private struct Pending
    {
        private (string Token, TokenKind Kind) _first;
    }
}

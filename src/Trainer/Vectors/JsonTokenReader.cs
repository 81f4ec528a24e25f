using System.Text.Json;

namespace Moodstream.Trainer.Vectors;

/// <summary>Reads a stream as JSON tokens through a buffer that grows only to the longest token.</summary>
internal sealed class JsonTokenReader(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isFinal;
    private JsonReaderState _state;

    /// <summary>The last string or property name.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The last number.</summary>
    public double Number { get; private set; }

    /// <summary>Reads the next token, or <see cref="JsonTokenType.None"/> at the end.</summary>
    public JsonTokenType Next()
    {
        while (true)
        {
            Utf8JsonReader reader = new(_buffer.AsSpan(_start, _end - _start), _isFinal, _state);
            if (reader.Read())
            {
                Take(ref reader);
                return reader.TokenType;
            }

            if (_isFinal)
            {
                return JsonTokenType.None;
            }

            Fill();
        }
    }

    /// <summary>Reads the next token, which must be of a kind.</summary>
    /// <exception cref="FormatException">It is of another kind.</exception>
    public void Expect(JsonTokenType expected)
    {
        var found = Next();
        if (found != expected)
        {
            throw new FormatException($"expected {expected}, found {found}.");
        }
    }

    /// <summary>Passes over the next value, with all that is in it.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            depth += Next() switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                JsonTokenType.None => throw new FormatException("the file ends inside a value."),
                _ => 0,
            };
        }
        while (depth > 0);
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            Text = reader.GetString()!;
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            Number = reader.GetDouble();
        }

        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        int left = _end - _start;
        if (left == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
        }

        _start = 0;
        int read = stream.Read(_buffer, left, _buffer.Length - left);
        _end = left + read;
        _isFinal = read == 0;
    }
}

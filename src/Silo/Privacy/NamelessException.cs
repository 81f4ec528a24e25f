namespace Moodstream.Silo.Privacy;

/// <summary>Stands in the log for an exception that names a user or a post.</summary>
internal sealed class NamelessException : Exception
{
    private readonly string _text;

    private NamelessException(Exception exception, string text)
        : base(Nameless.Of(exception.Message))
    {
        _text = text;
    }

    /// <summary>An exception for the log: itself where it names nobody.</summary>
    /// <param name="exception">The exception.</param>
    public static Exception Of(Exception exception)
    {
        var text = exception.ToString();
        var nameless = Nameless.Of(text);
        return ReferenceEquals(text, nameless) ? exception : new NamelessException(exception, nameless);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}

using System.Collections;

namespace Moodstream.Silo.Privacy;

/// <summary>What an entry or a scope of the log holds by name, without ids.</summary>
/// <param name="state">As it was given.</param>
internal sealed class NamelessState(IReadOnlyList<KeyValuePair<string, object?>> state) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <inheritdoc/>
    public int Count => state.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => KeyValuePair.Create(state[index].Key, Nameless.Of(state[index].Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    public override string? ToString() => Nameless.Of(state.ToString());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

namespace Moodstream.Silo.Live;

/// <summary>
/// A random sample of what passes by: after each item every one so far is in it with the same probability (Vitter 1985, algorithm R). Not safe for
/// concurrent use.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="max">Most items of the sample.</param>
internal sealed class Reservoir<T>(int max)
{
    private readonly List<(int Place, T Item)> _sample = [];

    /// <summary>Items that have passed by.</summary>
    public int Seen { get; private set; }

    /// <summary>The sample, in the order in which its items passed by.</summary>
    public IEnumerable<T> Items => _sample.OrderBy(static taken => taken.Place).Select(static taken => taken.Item);

    /// <summary>Lets an item pass by.</summary>
    /// <param name="item">The item.</param>
    public void Add(T item)
    {
        var place = Seen++;
        if (place < max)
        {
            _sample.Add((place, item));
        }
        else if (Random.Shared.Next(Seen) is var taken && taken < max)
        {
            _sample[taken] = (place, item);
        }
    }
}

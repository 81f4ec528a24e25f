using System.Collections.Frozen;
using System.Collections.Immutable;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Languages;

/// <summary>Which languages a word speaks for.</summary>
internal static class LanguageTable
{
    /// <summary>The language that is known by all its everyday words, not only by those that say little.</summary>
    public const string English = "en";

    private static readonly FrozenDictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> Masks;

    static LanguageTable()
    {
        var masks = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var word in WordList.Everyday)
        {
            masks[word] = 1;
        }

        List<string> latin = [English];
        foreach (var line in TableFile.Read("languages.txt"))
        {
            var words = line.Split(' ');
            foreach (var word in words.Skip(1))
            {
                masks[word] = masks.GetValueOrDefault(word) | (1u << latin.Count);
            }

            latin.Add(words[0]);
        }

        Latin = [.. latin];
        All = [.. latin, .. Scripts.Languages];
        Masks = masks.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Languages in Latin letters, by their bit in a mask.</summary>
    public static ImmutableArray<string> Latin { get; }

    /// <summary>All languages that are told apart.</summary>
    public static ImmutableArray<string> All { get; }

    /// <summary>The languages in Latin letters that have a word, as bits.</summary>
    public static uint MaskOf(ReadOnlySpan<char> word) => Masks.TryGetValue(word, out var mask) ? mask : 0;
}

using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class NearDuplicatesTests
{
    private const string Known = "The old dog sleeps by the door and nobody dares to wake him before noon";

    [Theory]
    [InlineData("the old dog sleeps by the door, and nobody dares to wake him before noon!!!", true)]
    [InlineData("The old dog sleeps by the door and nobody dares to wake her before noon", true)]
    [InlineData("The old dog sleeps by the door", false)]
    [InlineData("Nobody dares to wake him before noon and the old dog sleeps by the door", true)]
    [InlineData("The old cat waits by the window and somebody hopes to feed him before dinner", false)]
    [InlineData("", false)]
    public void A_text_that_has_nearly_all_words_and_neighbours_in_common_is_one(string text, bool isOne) =>
        Assert.Equal(isOne, new NearDuplicates([Known, "something else entirely, of no use here"]).Has(text));

    [Fact]
    public void A_few_words_that_anyone_may_write_are_none() => Assert.False(new NearDuplicates(["thank you all"]).Has("thank you all"));

    [Fact]
    public void All_are_found_that_comparing_every_pair_finds()
    {
        Random random = new(7);
        string[] words = [.. Enumerable.Range(0, 40).Select(word => $"w{(char)('a' + (word / 10))}{(char)('a' + (word % 10))}")];
        string[] texts = [.. Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(4, 25)).Select(_ => words[random.Next(words.Length)])))];
        string[] others = [.. texts.Select(Changed)];
        NearDuplicates duplicates = new(texts);

        bool[] found = [.. others.Select(duplicates.Has)];

        Assert.Equal([.. others.Select(other => texts.Any(text => Alike(text, other)))], found);
        Assert.Contains(true, found);
        Assert.Contains(false, found);

        string Changed(string text)
        {
            string[] parts = text.Split(' ');
            for (var change = random.Next(4); change > 0; change--)
            {
                parts[random.Next(parts.Length)] = words[random.Next(words.Length)];
            }

            return string.Join(' ', parts);
        }
    }

    private static bool Alike(string first, string second)
    {
        HashSet<string> one = SetOf(first), other = SetOf(second);
        return one.Intersect(other).Count() >= 0.8 * one.Union(other).Count();
    }

    private static HashSet<string> SetOf(string text)
    {
        string[] words = text.Split(' ');
        return [.. words, .. words.Zip(words.Skip(1), (first, second) => $"{first} {second}")];
    }
}

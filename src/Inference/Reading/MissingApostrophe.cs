namespace Moodstream.Inference.Reading;

/// <summary>Finds contractions that are written without their apostrophe, such as <c>didnt</c> and <c>youre</c>.</summary>
internal static class MissingApostrophe
{
    /// <summary>Where the apostrophe belongs.</summary>
    /// <param name="word">A word in lower case, without an apostrophe.</param>
    /// <returns>0 where none is missing, and where another word may be meant: <c>well</c>, <c>lets</c>, and <c>im</c>, which is German.</returns>
    public static int PlaceIn(ReadOnlySpan<char> word) => word switch
    {
        [.. var verb, 'n', 't'] when IsAuxiliary(verb) => word.Length - 1,
        [.., 's' or 'd'] when EndsInLetter(word) => word.Length - 1,
        [.., 'v' or 'r', 'e'] or [.., 'l', 'l'] when EndsInTwo(word) => word.Length - 2,
        _ => 0,
    };

    /// <summary>What stands before <c>n't</c>.</summary>
    private static bool IsAuxiliary(ReadOnlySpan<char> verb) =>
        verb is "do" or "does" or "did" or "is" or "are" or "was" or "were" or "ai" or "has" or "have" or "had" or "ca" or "could" or "wo" or "would"
            or "sha" or "should" or "must" or "might" or "need";

    private static bool EndsInLetter(ReadOnlySpan<char> word) =>
        word is "thats" or "whats" or "wheres" or "whos" or "hows" or "theres" or "heres" or "hes" or "shes" or "youd" or "theyd";

    private static bool EndsInTwo(ReadOnlySpan<char> word) =>
        word is "ive" or "youve" or "weve" or "theyve" or "couldve" or "wouldve" or "shouldve" or "mustve" or "mightve" or "youre" or "theyre"
            or "youll" or "theyll" or "itll" or "thatll";
}

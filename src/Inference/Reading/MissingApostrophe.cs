namespace Moodstream.Inference.Reading;

/// <summary>Finds contractions that are written without their apostrophe, such as <c>didnt</c> and <c>youre</c>.</summary>
internal static class MissingApostrophe
{
    /// <summary>Where the apostrophe belongs.</summary>
    /// <param name="word">A word in lower case, without an apostrophe.</param>
    /// <returns>0 where none is missing, and where another word may be meant: <c>well</c>, <c>lets</c>, and <c>im</c>, which is German.</returns>
    public static int PlaceIn(ReadOnlySpan<char> word) =>
        word is [.. var verb, 'n', 't'] ? (IsAuxiliary(verb) ? word.Length - 1 : 0) : word.Length - LengthOfEnding(word);

    /// <summary>What stands before <c>n't</c>.</summary>
    private static bool IsAuxiliary(ReadOnlySpan<char> verb) =>
        verb is "do" or "does" or "did" or "is" or "are" or "was" or "were" or "ai" or "has" or "have" or "had" or "ca" or "could" or "wo" or "would"
            or "sha" or "should" or "must" or "might" or "need";

    private static int LengthOfEnding(ReadOnlySpan<char> word) => word switch
    {
        "thats" or "whats" or "wheres" or "whos" or "hows" or "theres" or "heres" or "hes" or "shes" or "youd" or "theyd" => 1,
        "ive" or "youve" or "weve" or "theyve" or "couldve" or "wouldve" or "shouldve" or "mustve" or "mightve" or "youre" or "theyre"
            or "youll" or "theyll" or "itll" or "thatll" => 2,
        _ => word.Length,
    };
}

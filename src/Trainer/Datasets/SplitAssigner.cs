using System.Globalization;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// Splits rows. What the data says stands; where it gives no dev or no test posts, a tenth of each label's rows is drawn for it,
/// the same tenth for the same seed. Or upvotes decide.
/// </summary>
internal static class SplitAssigner
{
    private const double HeldOutShare = 0.1;

    /// <summary>Reads the name of a split.</summary>
    public static bool TryParse(string name, out Split split)
    {
        (bool known, split) = name.ToLowerInvariant() switch
        {
            "train" or "training" => (true, Split.Train),
            "dev" or "val" or "valid" or "validation" or "development" => (true, Split.Dev),
            "test" or "testing" => (true, Split.Test),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>Reads a number of upvotes, or gives null where it is none.</summary>
    public static double? ParseUpvotes(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double upvotes) && double.IsFinite(upvotes) ? upvotes : null;

    /// <summary>
    /// Splits rows as Duong, Lebret and Aberer (2017) did: of each label the posts with most upvotes are test, the next dev, the rest train.
    /// Of posts with as many upvotes the earlier row comes first.
    /// </summary>
    /// <param name="rows">Rows with one label and a number of upvotes each.</param>
    /// <param name="share">Share of test, and of dev.</param>
    /// <returns>The rows in their order.</returns>
    public static IReadOnlyList<(DatasetRow Row, Split Split)> AssignByUpvotes(IReadOnlyList<DatasetRow> rows, double share)
    {
        var splits = new Split[rows.Count];
        foreach (var group in ByLabel(rows, Enumerable.Range(0, rows.Count)))
        {
            int[] members = [.. group.OrderByDescending(row => ParseUpvotes(rows[row].Upvotes!))];
            int held = Held(members.Length, share);
            for (int place = 0; place < members.Length; place++)
            {
                splits[members[place]] = place < held ? Split.Test : place < 2 * held ? Split.Dev : Split.Train;
            }
        }

        return [.. rows.Zip(splits)];
    }

    /// <summary>Gives each row its split, in the order of the rows.</summary>
    /// <param name="rows">Rows with one label each and a valid or absent split.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="hold">Whether to draw splits that the data lacks; otherwise rows without a split are test rows.</param>
    /// <param name="recorded">What a training used the rows for that do not say it, or null.</param>
    public static IReadOnlyList<(DatasetRow Row, Split Split)> Assign(IReadOnlyList<DatasetRow> rows, int seed, bool hold, RecordedSplit? recorded = null)
    {
        var others = hold ? Split.Train : Split.Test;
        Split[] splits =
        [
            .. rows.Select(row => row.Split is not null && TryParse(row.Split, out var split) ? split : recorded?.Of(row.Text, row.Picture) ?? others),
        ];
        if (hold)
        {
            Random random = new(seed);
            Draw(rows, splits, Split.Test, random);
            Draw(rows, splits, Split.Dev, random);
        }

        return [.. rows.Zip(splits)];
    }

    private static void Draw(IReadOnlyList<DatasetRow> rows, Split[] splits, Split wanted, Random random)
    {
        if (splits.Contains(wanted))
        {
            return;
        }

        foreach (var group in ByLabel(rows, Enumerable.Range(0, rows.Count).Where(row => splits[row] == Split.Train)))
        {
            int[] members = [.. group];
            random.Shuffle(members);
            foreach (int row in members.Take(Held(members.Length, HeldOutShare)))
            {
                splits[row] = wanted;
            }
        }
    }

    private static IEnumerable<IGrouping<string, int>> ByLabel(IReadOnlyList<DatasetRow> rows, IEnumerable<int> members) => members
        .GroupBy(row => rows[row].Labels[0])
        .OrderBy(group => group.Key, StringComparer.Ordinal);

    private static int Held(int posts, double share) => (int)Math.Round(posts * share, MidpointRounding.AwayFromZero);
}

namespace Moodstream.Trainer;

/// <summary>
/// Splits rows. What the data says stands; where it gives no dev or no test posts, a tenth of each label's rows is drawn for it,
/// the same tenth for the same seed.
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

    /// <summary>Gives each row its split, in the order of the rows.</summary>
    /// <param name="rows">Rows with one label each and a valid or absent split.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="hold">Whether to draw splits that the data lacks; otherwise rows without a split are test rows.</param>
    public static IReadOnlyList<(DatasetRow Row, Split Split)> Assign(IReadOnlyList<DatasetRow> rows, int seed, bool hold)
    {
        Split[] splits = [.. rows.Select(row => row.Split is not null && TryParse(row.Split, out var split) ? split : hold ? Split.Train : Split.Test)];
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

        IEnumerable<IGrouping<string, int>> byLabel = Enumerable.Range(0, rows.Count)
            .Where(row => splits[row] == Split.Train)
            .GroupBy(row => rows[row].Labels[0])
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in byLabel)
        {
            int[] members = [.. group];
            random.Shuffle(members);
            int share = (int)Math.Round(members.Length * HeldOutShare, MidpointRounding.AwayFromZero);
            foreach (int row in members.Take(share))
            {
                splits[row] = wanted;
            }
        }
    }
}

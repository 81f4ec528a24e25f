using System.Collections.Immutable;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Reads sources, maps their labels, leaves out what cannot be used, and splits what the data does not split.</summary>
internal sealed class CorpusBuilder(CorpusOptions options)
{
    private const string TooFew = "a tenth of each label's rows is drawn for them, and no label has rows enough; add some.";

    private readonly List<string> _problems = [];
    private readonly RecordedSplit _used = new();

    /// <summary>Builds the corpus.</summary>
    /// <exception cref="TrainerException">Data is missing, a row is refused, or a class has no training posts.</exception>
    public Corpus Build()
    {
        List<SourcePosts> sources = [.. options.Sources.Select(ReadSource)];
        var labels = options.Labels.IsEmpty ? LabelsOf(sources) : options.Labels;
        if (options.NeedsTraining)
        {
            RefuseTwins(labels);
        }

        ILookup<Split, LabelledPost>[] labelled = [.. sources.Select(source => Label(source, labels).ToLookup(post => post.Split, post => post.Post))];
        ImmutableArray<LabelledPost> dev = [.. labelled.SelectMany(posts => posts[Split.Dev])];
        ImmutableArray<LabelledPost> test = [.. labelled.SelectMany(posts => posts[Split.Test])];
        NearDuplicates heldOut = new(dev.Concat(test).Select(post => post.Text).OfType<string>());
        List<LabelledPost> train = [];
        List<SourceCounts> counts = [];
        foreach (var (source, posts) in sources.Zip(labelled))
        {
            var isCopy = posts[Split.Train].ToLookup(post => post.Text is not null && heldOut.Has(post.Text));
            LabelledPost[] learnt = [.. options.DropsNearDuplicates ? isCopy[false] : posts[Split.Train]];
            if (options.NeedsTraining)
            {
                Record(learnt, posts, source.IsDrawn);
            }

            train.AddRange(Enumerable.Repeat(learnt, source.Source.Repeat).SelectMany(time => time));
            counts.Add(new SourceCounts(
                source.Source.Name,
                learnt.Length,
                posts[Split.Dev].Count(),
                posts[Split.Test].Count(),
                source.SeveralLabels,
                source.Bad,
                isCopy[true].Count())
            {
                NoMajority = source.Source.Majority ? source.NoMajority : null,
                FewWords = source.Source.MinWords > 0 ? source.FewWords : null,
            });
        }

        RefuseProblems();
        Corpus corpus = new(labels, [.. train], dev, test, [.. counts]) { Used = _used };
        if (options.NeedsTraining)
        {
            RefuseEmptyClasses(corpus);
        }

        return corpus;
    }

    private SourcePosts ReadSource(DatasetSource source)
    {
        SourcePosts result = new(source);
        List<DatasetRow> rows = [];
        foreach (var row in PostVotes.Join(DatasetReaders.Open(source).Read()))
        {
            string[] labels = [.. row.Labels.Select(label => source.Labels.GetValueOrDefault(label, label))];
            string? label = source.Majority ? PostVotes.Majority(labels) : labels is [string only] ? only : null;
            if (label is null && labels.Length > 0 && row.Surplus == 0)
            {
                result.CountUndecided();
            }
            else if (ProblemOf(row, source) is { } problem)
            {
                result.Bad++;
                _problems.Add(problem);
            }
            else if (source.MinWords > 0 && WordCount.Of(row.Text ?? "") < source.MinWords)
            {
                result.FewWords++;
            }
            else
            {
                rows.Add(row with { Labels = [label!] });
            }
        }

        result.Rows.AddRange(source.TopTest is null
            ? SplitAssigner.Assign(rows, options.SplitSeed, options.NeedsTraining, options.Recorded)
            : SplitAssigner.AssignByUpvotes(rows, source.TopShare));
        result.IsDrawn = rows.Any(row => row.Split is null);
        return result;
    }

    private void Record(LabelledPost[] learnt, ILookup<Split, LabelledPost> posts, bool isDrawn)
    {
        Record(learnt, Split.Train);
        if (isDrawn)
        {
            Record(posts[Split.Dev], Split.Dev);
            Record(posts[Split.Test], Split.Test);
        }
    }

    private void Record(IEnumerable<LabelledPost> posts, Split split)
    {
        foreach (var post in posts)
        {
            _used.Add(post.Text, post.Picture, split);
        }
    }

    private static string? ProblemOf(DatasetRow row, DatasetSource source)
    {
        if (row.Surplus > 0)
        {
            return $"{row.Location} {TableRow.SayOfSurplus(row.Surplus)}";
        }

        if (row.Id is "")
        {
            return $"{row.Location} has no id ({source.SettingName("id")})";
        }

        if (row.Labels.Count == 0)
        {
            return $"{row.Location} has no label";
        }

        if (row.Text is null && row.Picture is null)
        {
            return $"{row.Location} has neither text nor picture";
        }

        if (row.Picture is not null && !File.Exists(row.Picture))
        {
            return $"{row.Location}: there is no picture file '{row.Picture}'";
        }

        if (row.Upvotes is not null && SplitAssigner.ParseUpvotes(row.Upvotes) is null)
        {
            return $"{row.Location}: what stands in the column '{source.TopTest}' ({source.SettingName("topTest")}) is not a number";
        }

        return row.Split is null || SplitAssigner.TryParse(row.Split, out _)
            ? null
            : $"{row.Location}: the split is '{row.Split}', which is none of train, dev (validation) and test";
    }

    private static ImmutableArray<string> LabelsOf(List<SourcePosts> sources) =>
    [
        .. sources
            .SelectMany(source => source.Rows.Where(row => row.Split == Split.Train).Select(row => row.Row.Labels[0]))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private IEnumerable<(Split Split, LabelledPost Post)> Label(SourcePosts source, ImmutableArray<string> labels)
    {
        foreach (var (row, split) in source.Rows)
        {
            string label = row.Labels[0];
            int index = labels.IndexOf(label);
            if (index < 0)
            {
                source.Bad++;
                _problems.Add($"{row.Location}: label '{label}' is none of {string.Join(", ", labels)}");
                continue;
            }

            yield return (split, new LabelledPost(source.Source.Name, row.Location, row.Text, row.Picture, index) { PostSource = row.PostSource });
        }
    }

    private void RefuseProblems()
    {
        if (options.BadRows == BadRows.Refuse && _problems.Count > 0)
        {
            string more = _problems.Count > 1 ? $", and {_problems.Count - 1} more rows cannot be used" : "";
            throw new TrainerException($"{_problems[0]}{more}. Mend the data, or leave such rows out with --bad-rows skip.");
        }
    }

    private static void RefuseTwins(ImmutableArray<string> labels)
    {
        if (labels.GroupBy(label => label, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1)?.ToArray() is [string first, string second, ..])
        {
            throw new TrainerException(first == second
                ? $"The label '{first}' is given twice: name each label once."
                : $"The labels '{first}' and '{second}' differ only in their letters' case: spell them alike, or rename one by 'labels' in a datasets file.");
        }
    }

    private void RefuseEmptyClasses(Corpus corpus)
    {
        RefuseEmpty(corpus.Train, "training", "no row can be used; add some.");
        RefuseEmpty(corpus.Dev, "dev", TooFew);
        RefuseEmpty(corpus.Test, "test", TooFew);
        HashSet<int> learnt = [.. corpus.Train.Select(post => post.Label)];
        int missing = Enumerable.Range(0, corpus.Labels.Length).FirstOrDefault(label => !learnt.Contains(label), -1);
        if (missing >= 0)
        {
            throw new TrainerException($"No training post has the label '{corpus.Labels[missing]}': take the label away or add posts.");
        }

        if (corpus.Labels.Length < 2)
        {
            throw new TrainerException($"All training posts have the label '{corpus.Labels[0]}'; at least two labels are needed.");
        }
    }

    private void RefuseEmpty(ImmutableArray<LabelledPost> posts, string split, string adviceWithoutSplit)
    {
        if (posts.IsEmpty)
        {
            bool asksForSplit = options.Sources.Any(source => source.Format != "table" || (source.Split ?? source.Dev ?? source.Test ?? source.TopTest) is not null);
            string advice = asksForSplit ? "check the split that you ask for, or leave it out to have the rows split." : adviceWithoutSplit;
            throw new TrainerException($"The data has no {split} posts: {advice}");
        }
    }

    private sealed class SourcePosts(DatasetSource source)
    {
        public DatasetSource Source { get; } = source;

        public List<(DatasetRow Row, Split Split)> Rows { get; } = [];

        public bool IsDrawn { get; set; }

        public int SeveralLabels { get; private set; }

        public int NoMajority { get; private set; }

        public int FewWords { get; set; }

        public int Bad { get; set; }

        public void CountUndecided()
        {
            if (Source.Majority)
            {
                NoMajority++;
            }
            else
            {
                SeveralLabels++;
            }
        }
    }
}

using System.Collections.Immutable;

namespace Moodstream.Trainer;

/// <summary>Reads sources, maps their labels, leaves out what cannot be used, and splits what the data does not split.</summary>
internal sealed class CorpusBuilder(CorpusOptions options)
{
    private readonly List<string> _problems = [];

    /// <summary>Builds the corpus.</summary>
    /// <exception cref="TrainerException">Data is missing, a row is refused, or a class has no training posts.</exception>
    public Corpus Build()
    {
        List<SourcePosts> sources = [.. options.Sources.Select(ReadSource)];
        var labels = options.Labels.IsEmpty ? LabelsOf(sources) : options.Labels;
        List<LabelledPost> train = [], dev = [], test = [];
        List<SourceCounts> counts = [];
        foreach (var source in sources)
        {
            var posts = Label(source, labels).ToLookup(post => post.Split, post => post.Post);
            for (int time = 0; time < source.Source.Repeat; time++)
            {
                train.AddRange(posts[Split.Train]);
            }

            dev.AddRange(posts[Split.Dev]);
            test.AddRange(posts[Split.Test]);
            counts.Add(new SourceCounts(
                source.Source.Name,
                posts[Split.Train].Count(),
                posts[Split.Dev].Count(),
                posts[Split.Test].Count(),
                source.SeveralLabels,
                source.Bad));
        }

        RefuseProblems();
        Corpus corpus = new(labels, [.. train], [.. dev], [.. test], [.. counts]);
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
        foreach (var row in DatasetReaders.Open(source).Read())
        {
            if (row.Labels.Count > 1)
            {
                result.SeveralLabels++;
            }
            else if (ProblemOf(row) is { } problem)
            {
                result.Bad++;
                _problems.Add(problem);
            }
            else
            {
                rows.Add(row);
            }
        }

        result.Rows.AddRange(SplitAssigner.Assign(rows, options.SplitSeed, options.NeedsTraining));
        return result;
    }

    private static string? ProblemOf(DatasetRow row)
    {
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

        return row.Split is null || SplitAssigner.TryParse(row.Split, out _)
            ? null
            : $"{row.Location}: the split is '{row.Split}', which is none of train, dev (validation) and test";
    }

    private static ImmutableArray<string> LabelsOf(List<SourcePosts> sources) =>
    [
        .. sources
            .SelectMany(source => source.Rows.Where(row => row.Split == Split.Train).Select(row => source.LabelOf(row.Row)))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private IEnumerable<(Split Split, LabelledPost Post)> Label(SourcePosts source, ImmutableArray<string> labels)
    {
        foreach (var (row, split) in source.Rows)
        {
            string label = source.LabelOf(row);
            int index = labels.IndexOf(label);
            if (index < 0)
            {
                source.Bad++;
                _problems.Add($"{row.Location}: label '{label}' is none of {string.Join(", ", labels)}");
                continue;
            }

            yield return (split, new LabelledPost(source.Source.Name, row.Location, row.Text, row.Picture, index) { Community = row.Community });
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

    private static void RefuseEmptyClasses(Corpus corpus)
    {
        RefuseEmpty(corpus.Train, "training");
        RefuseEmpty(corpus.Dev, "dev");
        RefuseEmpty(corpus.Test, "test");
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

    private static void RefuseEmpty(ImmutableArray<LabelledPost> posts, string split)
    {
        if (posts.IsEmpty)
        {
            throw new TrainerException($"The data has no {split} posts: check the split column, or leave it out to have the rows split.");
        }
    }

    private sealed class SourcePosts(DatasetSource source)
    {
        public DatasetSource Source { get; } = source;

        public List<(DatasetRow Row, Split Split)> Rows { get; } = [];

        public int SeveralLabels { get; set; }

        public int Bad { get; set; }

        public string LabelOf(DatasetRow row) => Source.Labels.GetValueOrDefault(row.Labels[0], row.Labels[0]);
    }
}

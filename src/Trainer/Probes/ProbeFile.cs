using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Probes;

/// <summary>Reads a table of probes: columns <c>kind</c>, <c>text</c> and <c>accepted</c> (see <see cref="Probe.Expectation"/>).</summary>
internal static class ProbeFile
{
    private const string Option = "--probes";

    /// <summary>Reads the probes.</summary>
    /// <param name="file">The table.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <exception cref="TrainerException">The table is not there or not valid, or asks for a label that the model does not have.</exception>
    public static ImmutableArray<Probe> Read(string file, ImmutableArray<string> labels)
    {
        string[] columns = ["kind", "text", "accepted"];
        var rows = TableFile.Read(DatasetReaders.Existing(file, Option), [.. columns.Select(column => new ColumnReference(column, Option))]);
        var probes = ImmutableArray.CreateBuilder<Probe>();
        foreach (var row in rows)
        {
            if (row.Surplus > 0)
            {
                throw new TrainerException($"{Option}: {Path.GetFileName(file)}:{row.Line} {TableRow.SayOfSurplus(row.Surplus)}.");
            }

            if (columns.FirstOrDefault(column => row[column].Trim().Length == 0) is { } empty)
            {
                throw new TrainerException($"{Option}: {Path.GetFileName(file)}:{row.Line} has nothing in its column '{empty}'.");
            }

            Probe probe = new(row["kind"].Trim(), row["text"].Trim(), row["accepted"].Trim());
            if (probe.Labels.FirstOrDefault(label => !labels.Contains(label)) is { } unknown)
            {
                throw new TrainerException($"{Option}: {Path.GetFileName(file)}:{row.Line}: '{unknown}' is none of the model's labels {string.Join(", ", labels)}.");
            }

            probes.Add(probe);
        }

        return probes.ToImmutable();
    }
}

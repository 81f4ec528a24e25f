using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>Reads the rows of one data source, in the order of its files.</summary>
internal interface IDatasetReader
{
    /// <summary>The files whose content decides the rows (pictures not counted), for the run's record.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="TrainerException">A file is missing, unreadable or lacks a column.</exception>
    IEnumerable<DatasetRow> Read();
}

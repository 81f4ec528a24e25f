namespace Moodstream.Trainer.Datasets;

/// <summary>A column that someone asked for.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Setting">The setting that asks for it, for messages.</param>
internal sealed record ColumnReference(string Name, string Setting);

namespace Moodstream.Trainer.Training;

/// <summary>Reports at once, on the caller's thread; <see cref="Progress{T}"/> would report later and out of order.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc />
    public void Report(T value) => report(value);
}

namespace Moodstream.Inference.Models;

/// <summary>The right to work with a model, which stays usable until the lease is given back. Dispose of it when the work has ended.</summary>
/// <param name="model">The model.</param>
/// <param name="release">Called once when the lease is given back; null for a model that nobody takes away.</param>
public sealed class ModelLease(IEmotionModel model, Action? release = null) : IDisposable
{
    private Action? _release = release;

    /// <summary>The model; always the same one, whatever takes its place meanwhile.</summary>
    public IEmotionModel Model => model;

    /// <summary>Gives the lease back.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

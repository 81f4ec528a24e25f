using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Models;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Models;

/// <summary>
/// The model that this silo serves. The first one is loaded and verified after the services are there and before the silo
/// starts; later ones take its place while it serves.
/// </summary>
/// <param name="source">Where models come from.</param>
/// <param name="models">Which bundle to begin with.</param>
/// <param name="memory">Which bundle was activated last.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Where messages go.</param>
internal sealed partial class ServedModel(
    IModelSource source,
    IOptions<ModelsOptions> models,
    ActiveModelFile memory,
    TimeProvider time,
    ILogger<ServedModel> logger)
    : IEmotionModel, IModelSwitch
{
    /// <summary>Longest time that work with a replaced model may hold up the loading of yet another one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string DefaultName = "default";

    private readonly SemaphoreSlim _preparing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _switching = new();
    private volatile LoadedModel? _served;
    private LoadedModel? _prepared;
    private Task _retiring = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Name of the folder of the model in use.</summary>
    public string Name => Loaded.Name;

    /// <inheritdoc/>
    public ModelInfo Info => Loaded.Model.Info;

    /// <inheritdoc/>
    public IReadOnlyList<InferenceDevice> Devices => Loaded.Model.Devices;

    /// <inheritdoc/>
    public ModelReference Serving
    {
        get
        {
            var loaded = Loaded;
            return new ModelReference(loaded.Name, loaded.Model.Info.Version);
        }
    }

    private LoadedModel Loaded => _served ?? throw new InvalidOperationException("No model is loaded yet.");

    /// <summary>Loads the bundle that the settings name, or else the one that was activated last, or else the default.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StartupException">There is none, or it does not reproduce its own examples.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        var remembered = models.Value.Active is null ? memory.Read() : null;
        try
        {
            _served = await ReadAsync(models.Value.Active ?? remembered ?? DefaultName, cancellationToken);
        }
        catch (ModelBundleException exception)
        {
            throw new StartupException(remembered is null
                ? $"{exception.Message} The settings Models:Path and Models:Active name it."
                : $"{exception.Message} It was activated last, as {memory.Path} says; put it back into Models:Path, or name another by Models:Active.");
        }
    }

    /// <inheritdoc/>
    /// <remarks>It waits for models that were replaced before, so that a silo never holds more than a few.</remarks>
    public async Task<ModelInfo> Prepare(string name)
    {
        await _preparing.WaitAsync(_stopping.Token);
        try
        {
            await _retiring.WaitAsync(Patience, time, _stopping.Token);

            // It computes for seconds, for which it must not hold up the grain that asks for it.
            var loaded = await Task.Run(() => ReadAsync(name, _stopping.Token), _stopping.Token);
            lock (_switching)
            {
                Retire(_prepared);
                _prepared = loaded;
            }

            return loaded.Model.Info;
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <inheritdoc/>
    public bool Activate(string version)
    {
        lock (_switching)
        {
            if (_prepared is not { } prepared || prepared.Model.Info.Version != version)
            {
                return Loaded.Model.Info.Version == version;
            }

            var before = Loaded;
            (_served, _prepared) = (prepared, null);
            Remember(prepared.Name);
            LogActivated(prepared.Name, version, before.Name, before.Model.Info.Version);
            Retire(before);
            return true;
        }
    }

    /// <inheritdoc/>
    public ModelLease Lease()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            if (Loaded.TryLease() is { } lease)
            {
                return lease;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where models change, work with an encoder needs a lease; this one serves until its model is replaced.</remarks>
    public IModalityEncoder Encoder(Modality modality, string? device = null) => Loaded.Model.Encoder(modality, device);

    /// <inheritdoc/>
    public ImmutableArray<Verdict> Classify(ImmutableArray<ImmutableArray<Embedding>> posts)
    {
        using var lease = Lease();
        return lease.Model.Classify(posts);
    }

    /// <summary>Disposes of the models; the container does so once for each service that this is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stopping.CancelAsync();
        await _preparing.WaitAsync();
        await _retiring;
        foreach (var model in new[] { _prepared, _served })
        {
            await (model?.RetireAsync(_stopping.Token) ?? Task.CompletedTask);
        }

        _preparing.Dispose();
        _stopping.Dispose();
    }

    private async Task<LoadedModel> ReadAsync(string name, CancellationToken cancellationToken) =>
        new(name, await source.LoadAsync(name, cancellationToken));

    /// <summary>A full disk must not keep a model out of service that all other silos have put into it.</summary>
    private void Remember(string name)
    {
        try
        {
            memory.Write(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogForgotten(name, memory.Path, exception);
        }
    }

    private void Retire(LoadedModel? model)
    {
        if (model is not null)
        {
            _retiring = Task.WhenAll(_retiring, Task.Run(() => ReleaseAsync(model)));
        }
    }

    private async Task ReleaseAsync(LoadedModel model)
    {
        await model.RetireAsync(_stopping.Token);
        ReleasedMemory.GiveBack();
        LogReleased(model.Name, model.Model.Info.Version);
    }

    [LoggerMessage(LogLevel.Information, "Model {Name} {Version} took over from {OldName} {OldVersion}")]
    private partial void LogActivated(string name, string version, string oldName, string oldVersion);

    [LoggerMessage(LogLevel.Debug, "Nobody works with model {Name} {Version} any more; its memory is released")]
    private partial void LogReleased(string name, string version);

    [LoggerMessage(LogLevel.Warning, "Model {Name} is in service, but after a restart the one before will be: {File} cannot be written")]
    private partial void LogForgotten(string name, string? file, Exception exception);
}

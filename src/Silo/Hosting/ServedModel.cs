using Microsoft.Extensions.Options;
using Moodstream.Grains;
using Moodstream.Grains.Interfaces;
using Moodstream.Inference;

namespace Moodstream.Silo;

/// <summary>
/// The model that this silo serves. The first one is loaded and verified after the services are there and before the silo
/// starts; later ones take its place while it serves.
/// </summary>
/// <param name="library">The bundles.</param>
/// <param name="models">Which bundle to begin with.</param>
/// <param name="memory">Which bundle was activated last.</param>
/// <param name="inference">Devices and batches.</param>
/// <param name="time">Clock.</param>
/// <param name="loggers">Where messages go.</param>
internal sealed partial class ServedModel(
    ModelLibrary library,
    IOptions<ModelsOptions> models,
    ActiveModelFile memory,
    IOptions<InferenceOptions> inference,
    TimeProvider time,
    ILoggerFactory loggers)
    : IEmotionModel, IModelSwitch
{
    /// <summary>Work with a model that was replaced ends within this time: it is more than grain calls may take.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(1);

    private const string DefaultName = "default";

    private readonly ILogger<ServedModel> _logger = loggers.CreateLogger<ServedModel>();
    private readonly SemaphoreSlim _preparing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _draining = [];
    private volatile Served? _served;
    private Served? _prepared;
    private int _disposed;

    /// <inheritdoc/>
    public IEmotionModel Current => Loaded.Model;

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

    private Served Loaded => _served ?? throw new InvalidOperationException("No model is loaded yet.");

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
    public async Task<ModelInfo> Prepare(string name)
    {
        await _preparing.WaitAsync(_stopping.Token);
        try
        {
            var loaded = await ReadAsync(name, _stopping.Token);
            if (Interlocked.Exchange(ref _prepared, loaded) is { } before)
            {
                await before.Model.DisposeAsync();
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
        lock (_draining)
        {
            var prepared = _prepared;
            if (prepared?.Model.Info.Version != version || Interlocked.CompareExchange(ref _prepared, null, prepared) != prepared)
            {
                return Loaded.Model.Info.Version == version;
            }

            var before = Loaded;
            _served = prepared;
            Remember(prepared!.Name);
            LogActivated(prepared.Name, version, before.Name, before.Model.Info.Version);
            _draining.RemoveAll(task => task.IsCompleted);
            _draining.Add(DrainAsync(before.Model));
            return true;
        }
    }

    /// <inheritdoc/>
    public IModalityEncoder Encoder(string modality, string? device = null) => Current.Encoder(modality, device);

    /// <inheritdoc/>
    public IReadOnlyList<Classification> Classify(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts) => Current.Classify(posts);

    /// <summary>Disposes of the models; the container does so once for each service that this is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_draining);
        foreach (var served in new[] { _prepared, _served })
        {
            if (served is not null)
            {
                await served.Model.DisposeAsync();
            }
        }

        _preparing.Dispose();
        _stopping.Dispose();
    }

    private async Task<Served> ReadAsync(string name, CancellationToken cancellationToken) =>
        new(name, await ModelBundle.LoadAsync(library.FolderOf(name), inference.Value, loggers, time, cancellationToken));

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

    private async Task DrainAsync(IEmotionModel model)
    {
        await Task.Delay(Drain, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await model.DisposeAsync();
    }

    [LoggerMessage(LogLevel.Information, "Model {Name} {Version} took over from {OldName} {OldVersion}")]
    private partial void LogActivated(string name, string version, string oldName, string oldVersion);

    [LoggerMessage(LogLevel.Warning, "Model {Name} is in service, but after a restart the one before will be: {File} cannot be written")]
    private partial void LogForgotten(string name, string? file, Exception exception);

    private sealed record Served(string Name, IEmotionModel Model);
}

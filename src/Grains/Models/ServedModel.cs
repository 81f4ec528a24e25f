using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;

namespace Moodstream.Grains.Models;

/// <summary>
/// The model that this silo serves. The first one is loaded and verified after the services are there and before the silo starts; later ones take
/// its place while it serves.
/// </summary>
/// <remarks>
/// Safe for concurrent use. Whoever works takes a lease, which counts itself on the model in service and never waits; a model that is retired at
/// that very moment refuses, and the next look finds its successor, since a successor is in service before its predecessor retires. Changes
/// (what is in service, what is prepared, what retires) happen together under one lock, and one bundle is loaded at a time. What would break it:
/// working with a model of <see cref="Encoder"/> beyond the call without a lease, retiring a model before the next one is in service, or waiting
/// for a retirement under the lock.
/// </remarks>
public sealed partial class ServedModel : IEmotionModel
{
    /// <summary>Longest time that work with a replaced model may hold up the loading of yet another one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string DefaultName = "default";

    private readonly Func<string, CancellationToken, Task<IEmotionModel>> _load;
    private readonly ModelsOptions _options;
    private readonly IModelMemory _memory;
    private readonly TimeProvider _time;
    private readonly ILogger<ServedModel> _logger;
    private readonly SemaphoreSlim _preparing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _switching = new();
    private volatile LoadedModel? _served;
    private volatile bool _isSettled;
    private LoadedModel? _prepared;
    private Task _retiring = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Makes the service; nothing is loaded yet.</summary>
    /// <param name="load">Loads and verifies a bundle by its name.</param>
    /// <param name="options">Which bundle to begin with.</param>
    /// <param name="memory">Which bundle was activated last.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Where messages go.</param>
    internal ServedModel(
        Func<string, CancellationToken, Task<IEmotionModel>> load,
        IOptions<ModelsOptions> options,
        IModelMemory memory,
        TimeProvider time,
        ILogger<ServedModel> logger)
    {
        _load = load;
        _options = options.Value;
        _memory = memory;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ModelInfo Info => Loaded.Model.Info;

    /// <inheritdoc/>
    public IReadOnlyList<InferenceDevice> Devices => Loaded.Model.Devices;

    /// <summary>Whether this is what the cluster serves, rather than what this silo's settings told it to begin with.</summary>
    internal bool IsSettled => _isSettled;

    /// <summary>The model in service.</summary>
    internal ModelReference Serving => ReferenceOf(Loaded);

    private LoadedModel Loaded => _served ?? throw new InvalidOperationException("No model is loaded yet.");

    /// <summary>Loads the bundle that the settings name, or else the one that was activated last, or else the default.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">There is none, or it does not reproduce its own examples; the message says which setting names it.</exception>
    /// <exception cref="DeviceUnavailableException">A device cannot run it.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        var remembered = _options.Active is null ? await _memory.ReadAsync(cancellationToken) : null;
        try
        {
            _served = await ReadAsync(_options.Active ?? remembered ?? DefaultName, cancellationToken);
        }
        catch (ModelBundleException exception)
        {
            throw new ModelBundleException(
                remembered is null
                ? $"{exception.Message} The settings Models:Path and Models:Active name it."
                : $"{exception.Message} It was activated last, as {_memory.Path} says; put it back into Models:Path, or name another by Models:Active.",
                exception);
        }
    }

    /// <summary>
    /// Loads and verifies a bundle and keeps it ready; one that was ready before is dropped. It waits for models that were replaced before, so
    /// that a silo never holds more than a few.
    /// </summary>
    /// <param name="name">Name of the bundle.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="ModelBundleException">There is none of that name, or it cannot be trusted.</exception>
    /// <exception cref="DeviceUnavailableException">A device cannot run it.</exception>
    internal async Task<ModelInfo> PrepareAsync(string name)
    {
        await _preparing.WaitAsync(_stopping.Token);
        try
        {
            await _retiring.WaitAsync(Patience, _time, _stopping.Token);

            var loaded = await ReadAsync(name, _stopping.Token);
            lock (_switching)
            {
                Retire(_prepared);
                _prepared = loaded;
            }

            return loaded.Model.Info;
        }
        catch (ModelBundleException)
        {
            // What was loaded of it until then.
            ReleasedMemory.GiveBack();
            throw;
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Puts the prepared model into service; work that has begun finishes with the one before.</summary>
    /// <param name="model">The prepared model.</param>
    /// <returns>Whether that model is in service; false where no such model was ready.</returns>
    internal async Task<bool> ActivateAsync(ModelReference model)
    {
        lock (_switching)
        {
            if (_prepared is not { } prepared || ReferenceOf(prepared) != model)
            {
                return Serving == model;
            }

            var before = Loaded;
            (_served, _prepared) = (prepared, null);
            LogActivated(model.Name, model.Version, before.Model.Info.Name, before.Model.Info.Version);
            Retire(before);
        }

        await RememberAsync(model.Name);
        return true;
    }

    /// <summary>What is served is what the cluster serves; true from the silo's admission on.</summary>
    internal void Settle() => _isSettled = true;

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

    private static ModelReference ReferenceOf(LoadedModel loaded) => new(loaded.Model.Info.Name, loaded.Model.Info.Version);

    /// <summary>
    /// Loads a bundle within its time. What does not even end when it is told to is left behind, and disposed of if it ends after all: it must hold
    /// up neither later activations nor the end of the silo.
    /// </summary>
    private async Task<LoadedModel> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(_options.LoadSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var token = either.Token;

        // It computes for seconds, for which it must not hold up the grain that asks for it.
        var loading = Task.Run(() => _load(name, token), CancellationToken.None);
        try
        {
            return new(await loading.WaitAsync(token));
        }
        catch (OperationCanceledException)
        {
            _ = loading.ContinueWith(
                static loaded => loaded.Result.DisposeAsync().AsTask(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ModelBundleException(
                $"The model bundle '{name}' was not loaded and verified within {_options.LoadSeconds} s; give it more by Models:LoadSeconds, or train the model again.");
        }
    }

    /// <summary>A full disk, or a server that is away, must not keep a model out of service that all other silos have put into it.</summary>
    private async Task RememberAsync(string name)
    {
        try
        {
            await _memory.WriteAsync(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PassingFaultException)
        {
            LogNotRemembered(name, _memory.Path, exception);
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
        LogReleased(model.Model.Info.Name, model.Model.Info.Version);
    }

    [LoggerMessage(LogLevel.Information, "Model {Name} {Version} took over from {OldName} {OldVersion}")]
    private partial void LogActivated(string name, string version, string oldName, string oldVersion);

    [LoggerMessage(LogLevel.Debug, "Nobody works with model {Name} {Version} any more; its memory is released")]
    private partial void LogReleased(string name, string version);

    [LoggerMessage(LogLevel.Warning, "Model {Name} is in service, but after a restart the one before will be: {Place} cannot be written")]
    private partial void LogNotRemembered(string name, string? place, Exception exception);
}

using System.Collections.Concurrent;
using Moodstream.Abstractions.Models;
using Moodstream.Grains.Models;
using Moodstream.Inference.Models;

namespace Moodstream.TestKit;

/// <summary>Changes a fake model's version between bundles that exist in name only.</summary>
internal sealed class FakeModelSwitch(IEmotionModel model) : IModelSwitch
{
    private ModelReference? _prepared;
    private ModelReference? _serving;

    /// <summary>Versions of the silo's bundles by name.</summary>
    public ConcurrentDictionary<string, string> Bundles { get; } = new(StringComparer.Ordinal);

    public ModelReference Serving => _serving ?? new ModelReference(model.Info.Name, model.Info.Version);

    public Task<ModelInfo> Prepare(string name)
    {
        if (!Bundles.TryGetValue(name, out var version))
        {
            throw new ModelBundleException($"There is no bundle '{name}'.");
        }

        _prepared = new ModelReference(name, version);
        return Task.FromResult(model.Info with { Name = name, Version = version });
    }

    public bool Activate(string version)
    {
        if (_prepared is { } prepared && prepared.Version == version)
        {
            ((FakeEmotionModel)model).Info = model.Info with { Version = version };
            (_serving, _prepared) = (prepared, null);
        }

        return Serving.Version == version;
    }
}

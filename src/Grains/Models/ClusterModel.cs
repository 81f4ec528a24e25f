using Moodstream.Grains.Interfaces.Models;

namespace Moodstream.Grains.Models;

/// <inheritdoc cref="IClusterModel"/>
internal sealed class ClusterModel : Grain, IClusterModel
{
    /// <inheritdoc/>
    public async Task<ModelActivation> Activate(string name)
    {
        var silos = await SilosAsync();
        var prepared = await Task.WhenAll(silos.Select(silo => silo.Model.Prepare(name)));
        for (var i = 0; i < silos.Count; i++)
        {
            if (prepared[i].Problem is { } problem)
            {
                return new ModelActivation(null, silos.Count, $"{silos[i].Name}: {problem}");
            }
        }

        string[] versions = [.. prepared.Select(each => each.Model!.Version).Distinct().Order(StringComparer.Ordinal)];
        if (versions.Length > 1)
        {
            return new ModelActivation(
                null,
                silos.Count,
                $"The silos hold different versions of '{name}' ({string.Join(", ", versions)}); give all of them the same bundle.",
                IsConflict: true);
        }

        var model = prepared[0].Model!;
        var activated = await Task.WhenAll(silos.Select(silo => silo.Model.Activate(model)));
        return activated.All(done => done)
            ? new ModelActivation(model, silos.Count)
            : new ModelActivation(null, silos.Count, "Another activation came in between; look which model is in use and try again.", IsConflict: true);
    }

    /// <inheritdoc/>
    public async Task<ModelActivation> Admit(string silo)
    {
        var newcomer = GrainFactory.GetGrain<ISiloModel>(silo);
        var others = await Task.WhenAll((await SilosAsync()).Where(other => other.Name != silo).Select(other => other.Model.Serving()));
        var own = (await newcomer.Serving()).Model;
        if (others.FirstOrDefault(other => other.IsSettled)?.Model is { } served && served != own)
        {
            var prepared = await newcomer.Prepare(served.Name);
            if (prepared.Model != served)
            {
                var problem = prepared.Problem ?? $"This silo's bundle of that name is version {prepared.Model!.Version}.";
                return new ModelActivation(null, 1, $"The cluster serves model '{served.Name}' {served.Version}, which this silo cannot. {problem}");
            }

            await newcomer.Activate(prepared.Model);
            own = served;
        }

        await newcomer.Settle();
        return new ModelActivation(own, 1);
    }

    private async Task<IReadOnlyList<(string Name, ISiloModel Model)>> SilosAsync()
    {
        var members = await GrainFactory.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true);
        return [.. members.Select(member => (member.SiloName, GrainFactory.GetGrain<ISiloModel>(member.SiloName)))];
    }
}

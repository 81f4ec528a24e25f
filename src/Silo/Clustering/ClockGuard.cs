using System.Globalization;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// Keeps a silo whose clock is off from joining. Silos take each other's signs of life for stale by their own clocks: such a silo would be
/// declared dead while it joins, or never learn which devices and shards the others have.
/// </summary>
/// <param name="table">Who is in the cluster, and when each last gave a sign of life, by its own clock.</param>
/// <param name="local">This silo.</param>
/// <param name="time">This silo's clock.</param>
internal sealed class ClockGuard(IMembershipTable table, ILocalSiloDetails local, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>After the table has been made, and before the silo writes itself in.</summary>
    private const int Stage = ServiceLifecycleStage.RuntimeGrainServices + 1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>By then whoever is alive has given a further sign of it.</summary>
    private static readonly TimeSpan Patience = FailureDetection.Interval + TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(ClockGuard), Stage, CheckAsync);

    /// <summary>Compares the clock with those of the others.</summary>
    /// <exception cref="StartupException">It is off.</exception>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        var members = await OthersAsync(cancellationToken);
        // Measured before they are asked for an answer, which takes its time.
        bool[] near = [.. members.Select(member => IsNear(Ahead(member)))];
        var answers = await Task.WhenAll(members.Select(member => MemberWait.AnswersAsync(member.SiloAddress.Endpoint, cancellationToken)));
        if (near.Zip(answers).Any(static member => member is (true, true)))
        {
            return;
        }

        var living = members.Where((_, i) => answers[i]).ToDictionary(member => member.SiloAddress);

        // The signs of life are old since who gave them stands still, or look so since the clocks differ: then newer ones follow.
        var started = time.GetTimestamp();
        while (living.Count > 0 && time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Pause, time, cancellationToken);
            foreach (var member in await OthersAsync(cancellationToken))
            {
                if (living.TryGetValue(member.SiloAddress, out var earlier) && member.IAmAliveTime != earlier.IAmAliveTime)
                {
                    Judge(member);
                    return;
                }
            }
        }
    }

    private static bool IsNear(TimeSpan ahead) => ahead.Duration() <= FailureDetection.ClockTolerance;

    private void Judge(MembershipEntry member)
    {
        var ahead = Ahead(member);
        if (!IsNear(ahead))
        {
            throw new StartupException(string.Create(
                CultureInfo.InvariantCulture,
                $"The clock of this silo is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of silo {member.SiloName} ({member.SiloAddress.Endpoint}), and {FailureDetection.ClockTolerance.TotalSeconds:0} s are allowed; set the one that is wrong, as NTP does, and start again."));
        }
    }

    private TimeSpan Ahead(MembershipEntry member) => time.GetUtcNow().UtcDateTime - member.IAmAliveTime;

    private async Task<List<MembershipEntry>> OthersAsync(CancellationToken cancellationToken) =>
        [.. (await table.ReadAllAsync(cancellationToken)).Members.Select(row => row.Item1)
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Endpoint.Equals(local.SiloAddress.Endpoint))];
}

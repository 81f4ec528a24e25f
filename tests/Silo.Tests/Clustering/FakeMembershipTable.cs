using System.Net;

namespace Moodstream.Silo.Tests.Clustering;

/// <summary>A membership table in memory, from which a test can take rows.</summary>
internal sealed class FakeMembershipTable : IMembershipTable
{
    public Dictionary<SiloAddress, SiloStatus> Rows { get; } = [];

    /// <summary>When a silo last gave a sign of life, in UTC.</summary>
    public Func<SiloAddress, DateTime> Alive { get; set; } = static _ => default;

    /// <summary>What it answers with, in place of its rows.</summary>
    public Exception? Fault { get; set; }

    public int Initialised { get; private set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>The address of a silo that started at some time.</summary>
    public static SiloAddress Silo(int generation) => SiloAddress.New(IPAddress.Loopback, 1_000 + generation, generation);

    public Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        if (Fault is TimeoutException away)
        {
            return Task.FromException(away);
        }

        Initialised++;
        Fault = null;
        return Task.CompletedTask;
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Read(Rows.Where(row => row.Key.Equals(key)));

    public Task<MembershipTableData> ReadAll() => Read(Rows);

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    private Task<MembershipTableData> Read(IEnumerable<KeyValuePair<SiloAddress, SiloStatus>> rows)
    {
        Reads++;
        return Fault is { } fault
            ? Task.FromException<MembershipTableData>(fault)
            : Task.FromResult(new MembershipTableData(
                [.. rows.Select(row => Tuple.Create(new MembershipEntry { SiloAddress = row.Key, SiloName = "other", Status = row.Value, IAmAliveTime = Alive(row.Key) }, "etag"))], new TableVersion(1, "1")));
    }
}

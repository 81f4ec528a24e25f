using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Startup;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Clustering;

[Trait("Category", "Unit")]
public sealed class GroupGuardTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly FakeMembershipTable _table = new();
    private readonly FakeSilo _silo = new(FakeMembershipTable.Silo(5));
    private readonly FakeMembers _members = new();
    private readonly Ending _ending;
    private readonly GroupGuard _guard;

    public GroupGuardTests()
    {
        _ending = new Ending(_silo, NullLogger<Ending>.Instance);
        _guard = new GroupGuard(
            _members,
            _table,
            _silo,
            Options.Create(new KafkaOptions { GroupId = "shared", SessionTimeoutMs = 10_000 }),
            Options.Create(new IngestOptions()),
            _ending,
            _time,
            NullLogger<GroupGuard>.Instance);
        _table.Rows[_silo.SiloAddress] = SiloStatus.Active;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _guard.StopAsync(CancellationToken.None);
        _guard.Dispose();
        _silo.Dispose();
    }

    [Fact]
    public async Task Members_of_the_own_cluster_also_dead_ones_and_other_programs_are_welcome()
    {
        _table.Rows[FakeMembershipTable.Silo(3)] = SiloStatus.Active;
        _table.Rows[FakeMembershipTable.Silo(4)] = SiloStatus.Dead;
        _members.Are(3, 4, 5);
        _members.Names.Add("of-somebody-else");

        await _guard.StartAsync(Token);
    }

    [Fact]
    public async Task A_stranger_that_stays_in_the_group_ends_the_start_with_a_line_that_names_it_and_the_settings()
    {
        _members.Are(3);
        var start = _guard.StartAsync(Token);

        await _time.AdvanceUntilAsync(start, Token);

        var error = await Assert.ThrowsAsync<StartupException>(() => start);
        Assert.Contains(FakeMembershipTable.Silo(3).ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("'shared'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster:Membership", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_member_that_crashed_and_of_which_the_group_lets_go_holds_the_start_up_only_until_then()
    {
        _members.Are(3);
        var start = _guard.StartAsync(Token);
        Assert.False(start.IsCompleted);

        _members.Are();
        await _time.AdvanceUntilAsync(start, Token);

        await start;
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(7, false)]
    public async Task Of_two_clusters_that_began_together_the_younger_one_stops(int stranger, bool stops)
    {
        await _guard.StartAsync(Token);
        _members.Are(stranger, 5);

        await (stops ? _time.AdvanceUntilAsync(_silo.Stopped, Token) : PassAsync(20));

        Assert.Equal(stops, _ending.HasBegun);
    }

    [Fact]
    public async Task A_silo_that_joins_an_older_cluster_does_not_give_way_to_a_stranger_that_is_younger_than_that()
    {
        _table.Rows[FakeMembershipTable.Silo(1)] = SiloStatus.Active;
        await _guard.StartAsync(Token);
        _members.Are(1, 3, 5);

        await PassAsync(20);

        Assert.False(_ending.HasBegun);
    }

    [Fact]
    public async Task A_server_that_does_not_say_and_a_table_that_is_away_accuse_nobody()
    {
        _members.IsSilent = true;
        await _guard.StartAsync(Token);
        _members.IsSilent = false;
        _members.Are(3);
        _table.Fault = new TimeoutException("The table is away.");

        await PassAsync(20);

        Assert.False(_ending.HasBegun);
    }

    /// <summary>Lets the guard look some times.</summary>
    private async Task PassAsync(int looks)
    {
        for (var i = 0; i < looks; i++)
        {
            var before = _members.Reads;
            await Wait.UntilAsync(() =>
            {
                _time.Advance(Step);
                return _members.Reads > before;
            });
        }
    }

    private sealed class FakeMembers : IGroupMembers
    {
        public List<string> Names { get; } = [];

        public bool IsSilent { get; set; }

        public int Reads { get; private set; }

        public void Are(params int[] generations)
        {
            Names.Clear();
            Names.AddRange(generations.Select(generation => FakeMembershipTable.Silo(generation).ToParsableString()));
        }

        public Task<IReadOnlyCollection<string>?> ReadAsync()
        {
            Reads++;
            return Task.FromResult<IReadOnlyCollection<string>?>(IsSilent ? null : [.. Names]);
        }
    }
}

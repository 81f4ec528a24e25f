using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Startup;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Clustering;

[Trait("Category", "Unit")]
public sealed class MembershipWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly FakeMembershipTable _table = new();
    private readonly FakeSilo _silo = new(FakeMembershipTable.Silo(1));
    private readonly Ending _ending;
    private readonly MembershipWatch _watch;

    public MembershipWatchTests()
    {
        _ending = new Ending(_silo, NullLogger<Ending>.Instance);
        _watch = new MembershipWatch(_table, _silo, _silo, _ending, _time, NullLogger<MembershipWatch>.Instance);
        _table.Rows[_silo.SiloAddress] = SiloStatus.Active;
        _table.Rows[FakeMembershipTable.Silo(2)] = SiloStatus.Active;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _watch.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _silo.Dispose();
    }

    [Fact]
    public async Task A_silo_whose_row_vanished_ends_and_leaves_a_table_that_can_be_written_to()
    {
        _table.Rows.Clear();

        await _time.AdvanceUntilAsync(_silo.Stopped, Token);

        Assert.True(_ending.HasBegun);
        Assert.NotEqual(0, _table.Initialised);
    }

    [Fact]
    public async Task A_table_of_which_not_even_the_version_is_left_has_lost_the_row_as_well()
    {
        _table.Rows.Clear();
        _table.Fault = new InvalidOperationException("The version is missing.");

        await _time.AdvanceUntilAsync(_silo.Stopped, Token);

        Assert.True(_ending.HasBegun);
    }

    [Fact]
    public async Task A_table_that_is_away_is_no_empty_one_and_neither_is_one_that_lost_others()
    {
        _table.Rows.Remove(FakeMembershipTable.Silo(2));
        _table.Fault = new TimeoutException("The table is away.");
        await PassAsync(5);
        _table.Fault = null;
        await PassAsync(5);

        Assert.False(_ending.HasBegun);
    }

    [Fact]
    public async Task A_silo_that_has_not_joined_yet_or_leaves_is_not_looked_for()
    {
        _table.Rows.Clear();
        _silo.Status = SiloStatus.ShuttingDown;

        await PassAsync(5);

        Assert.False(_ending.HasBegun);
        Assert.Equal(0, _table.Reads);
    }

    /// <summary>Lets the watch look some times.</summary>
    private async Task PassAsync(int looks)
    {
        for (var i = 0; i < looks; i++)
        {
            var before = _silo.Looks;
            await Wait.UntilAsync(() =>
            {
                _time.Advance(Interval);
                return _silo.Looks > before;
            });
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Startup;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Clustering;

[Trait("Category", "Unit")]
public sealed class ClockGuardTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly FakeMembershipTable _table = new();
    private readonly FakeSilo _silo = new(FakeMembershipTable.Silo(1));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ClockGuard _guard;

    public ClockGuardTests()
    {
        _listener.Start();
        _table.Rows[SiloAddress.New((IPEndPoint)_listener.LocalEndpoint, 2)] = SiloStatus.Active;
        _guard = new ClockGuard(_table, _silo, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _listener.Dispose();
        _silo.Dispose();
    }

    [Theory]
    [InlineData(300, "300 s behind")]
    [InlineData(-300, "300 s ahead of")]
    [InlineData(12, "12 s behind")]
    public async Task A_silo_whose_clock_is_off_does_not_join_and_says_by_how_much(int seconds, string off)
    {
        _table.Alive = _ => Now.AddSeconds(seconds);

        var checking = _guard.CheckAsync(Token);
        await _time.AdvanceUntilAsync(checking, Token);
        var refused = await Assert.ThrowsAsync<StartupException>(() => checking);

        Assert.Contains(off, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_silo_that_died_with_the_same_wrong_clock_is_no_witness()
    {
        var dead = FakeMembershipTable.Silo(3);
        _table.Rows[dead] = SiloStatus.Active;
        _table.Alive = silo => silo.Equals(dead) ? TestPosts.Noon.UtcDateTime : Now.AddSeconds(-300);

        var checking = _guard.CheckAsync(Token);
        await _time.AdvanceUntilAsync(checking, Token);

        await Assert.ThrowsAsync<StartupException>(() => checking);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_silo_whose_clock_is_about_right_joins_at_once(int seconds)
    {
        _table.Alive = _ => Now.AddSeconds(seconds);

        await _guard.CheckAsync(Token);

        Assert.Equal(1, _table.Reads);
    }

    [Fact]
    public async Task Who_gives_no_sign_of_life_any_more_has_no_clock()
    {
        _table.Alive = _ => TestPosts.Noon.UtcDateTime.AddSeconds(-300);

        // It stands still: its address answers, and nothing else does.
        await _time.AdvanceUntilAsync(_guard.CheckAsync(Token), Token);

        // It is gone.
        _listener.Stop();
        await _guard.CheckAsync(Token);
    }

    [Fact]
    public async Task The_first_silo_of_a_cluster_joins_at_once()
    {
        _table.Rows.Clear();

        await _guard.CheckAsync(Token);

        Assert.Equal(1, _table.Reads);
    }
}

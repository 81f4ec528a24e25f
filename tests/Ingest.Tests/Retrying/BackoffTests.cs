using Moodstream.Ingest.Retrying;

namespace Moodstream.Ingest.Tests.Retrying;

[Trait("Category", "Unit")]
public sealed class BackoffTests
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeProvider.System);

    [Theory]
    [InlineData(1, 50, 100)]
    [InlineData(2, 100, 200)]
    [InlineData(4, 400, 800)]
    [InlineData(5, 500, 1000)]
    [InlineData(1_000_000, 500, 1000)]
    public void Pauses_double_up_to_a_bound_and_vary_by_half(int attempt, double shortest, double longest)
    {
        Assert.Equal(shortest, _backoff.Pause(attempt, 0).TotalMilliseconds);
        Assert.Equal(longest, _backoff.Pause(attempt, 1).TotalMilliseconds);
    }
}

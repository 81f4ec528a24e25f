using Moodstream.TestKit;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Tests.Features;

[Trait("Category", "Unit")]
public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Features_are_there_when_the_cache_is_opened_again()
    {
        using (var cache = Open())
        {
            cache.Add(Hash(1), [1, 2]);
            cache.Add(Hash(2), [3, 4]);
        }

        using var again = Open();

        Assert.Equal([1f, 2f], again.Find(Hash(1))!);
        Assert.Equal([3f, 4f], again.Find(Hash(2))!);
        Assert.Null(again.Find(Hash(3)));
    }

    [Fact]
    public void Another_network_has_a_cache_of_its_own()
    {
        using (var cache = Open())
        {
            cache.Add(Hash(1), [1, 2]);
        }

        using var other = new FeatureCache(_folder.Path, "other", 2);

        Assert.Null(other.Find(Hash(1)));
    }

    [Fact]
    public void Two_runs_at_once_keep_what_both_add()
    {
        using (var one = Open())
        using (var two = Open())
        {
            one.Add(Hash(1), [1, 2]);
            two.Add(Hash(2), [3, 4]);
        }

        using var again = Open();

        Assert.Equal([1f, 2f], again.Find(Hash(1))!);
        Assert.Equal([3f, 4f], again.Find(Hash(2))!);
    }

    private FeatureCache Open() => new(_folder.Path, "network", 2);

    private static byte[] Hash(byte value) => [.. Enumerable.Repeat(value, 32)];
}

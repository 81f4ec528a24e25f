using Microsoft.Extensions.Options;
using Moodstream.Silo.Clustering;

namespace Moodstream.Silo.Tests.Clustering;

public sealed class ClusteringOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validate(new ClusteringOptions()).Succeeded);

    [Fact]
    public void A_cluster_by_redis_with_an_address_is_valid() =>
        Assert.True(Validate(new ClusteringOptions { Membership = "redis", Redis = "redis:6379", AdvertisedAddress = "10.0.0.5" }).Succeeded);

    public static TheoryData<string, Action<object>> Impossible => new()
    {
        { "Cluster:Membership", options => ((ClusteringOptions)options).Membership = "zookeeper" },
        { "Cluster:Redis", options => ((ClusteringOptions)options).Membership = "redis" },
        { "Cluster:SiloPort", options => ((ClusteringOptions)options).SiloPort = 70_000 },
        { "Cluster:GatewayPort", options => ((ClusteringOptions)options).GatewayPort = -1 },
        { "Cluster:ClusterId", options => ((ClusteringOptions)options).ClusterId = " " },
        { "Cluster:SiloName", options => ((ClusteringOptions)options).SiloName = "a/b" },
        { "Cluster:AdvertisedAddress", options => ((ClusteringOptions)options).AdvertisedAddress = "my-machine" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_setting_is_named(string setting, Action<object> break_)
    {
        var options = new ClusteringOptions();
        break_(options);

        Assert.Contains(setting, Validate(options).FailureMessage, StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(ClusteringOptions options) => new ClusteringOptionsValidator().Validate(null, options);
}

using Microsoft.Extensions.Configuration;
using Moodstream.Abstractions.Settings;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Tests.Configuration.Options;

[Trait("Category", "Unit")]
public sealed class ClusteringOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Faults());

    [Theory]
    [InlineData("redis", "redis:6379")]
    [InlineData("Redis", "redis:6379,password=a=b")]
    public void A_cluster_by_redis_with_an_address_is_valid(string membership, string address) =>
        Assert.Empty(Faults(("Membership", membership), ("Redis", address), ("AdvertisedAddress", "10.0.0.5")));

    [Theory]
    [InlineData("Membership", "zookeeper", "is 'zookeeper'; it must be localhost or postgres or redis.")]
    [InlineData("SiloPort", "70000", "is 70000; it must be from 0 to 65535.")]
    [InlineData("SiloPort", "many", "is 'many'; it must be a whole number from 0 to 65535.")]
    [InlineData("GatewayPort", "-1", "is -1; it must be from 0 to 65535.")]
    [InlineData("ClusterId", " ", "is empty; give it a value.")]
    [InlineData("ServiceId", "", "is empty; give it a value.")]
    [InlineData("SiloName", "a/b", "is 'a/b'; it must not contain '/' or begin with a blank.")]
    [InlineData("SiloName", "", "is empty; give it a value, or leave it out.")]
    [InlineData("AdvertisedAddress", "my-machine", "is 'my-machine'; it must be an IP address of this machine.")]
    [InlineData("AdvertisedAddress", "0.0.0.0", "is '0.0.0.0'; it must be an IP address of this machine.")]
    public void An_impossible_setting_is_named_with_its_value_and_the_remedy(string setting, string value, string fault) =>
        Assert.Equal([$"Cluster:{setting} {fault}"], Faults((setting, value)));

    [Fact]
    public void A_cluster_by_redis_needs_its_address() =>
        Assert.StartsWith("Cluster:Redis is empty", Assert.Single(Faults(("Membership", "redis"))), StringComparison.Ordinal);

    [Fact]
    public void An_address_that_cannot_be_read_is_not_quoted()
    {
        var fault = Assert.Single(Faults(("Membership", "redis"), ("Redis", "redis:6379,password=secret,colour=red")));

        Assert.StartsWith("Cluster:Redis is no connection string", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ports_cannot_be_one() =>
        Assert.StartsWith(
            "Cluster:GatewayPort is 30000, as is Cluster:SiloPort",
            Assert.Single(Faults(("SiloPort", "30000"), ("GatewayPort", "30000"))),
            StringComparison.Ordinal);

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings) =>
        SettingsSection.Of<ClusteringOptions>().Faults(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Cluster:{setting.Key}", (string?)setting.Value)))
            .Build());
}

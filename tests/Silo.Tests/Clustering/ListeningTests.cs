using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;
using Orleans.Configuration;

namespace Moodstream.Silo.Tests.Clustering;

[Trait("Category", "Unit")]
public sealed class ListeningTests
{
    [Fact]
    public void A_silo_of_a_cluster_listens_on_its_own_address_alone_and_has_no_gateway()
    {
        var endpoints = Endpoints(new ClusteringOptions { Membership = "redis", Redis = "127.0.0.1:1", AdvertisedAddress = "127.0.0.1" });

        Assert.Equal(IPAddress.Loopback, endpoints.AdvertisedIPAddress);
        Assert.Equal(0, endpoints.GatewayPort);
        Assert.Null(endpoints.SiloListeningEndpoint);
        Assert.Null(endpoints.GatewayListeningEndpoint);
    }

    [Fact]
    public void Beyond_this_machine_silos_do_not_talk_without_tls_unless_it_is_meant()
    {
        var options = new ClusteringOptions { Membership = "redis", Redis = "127.0.0.1:1" };
        Assert.SkipWhen(IPAddress.IsLoopback(options.ListeningAddress), "This machine has no network.");

        Assert.Contains("Cluster:Tls:Certificate", Assert.Throws<StartupException>(() => Endpoints(options)).Message, StringComparison.Ordinal);
        options.AllowPlaintext = true;
        Assert.Equal(options.ListeningAddress, Endpoints(options).AdvertisedIPAddress);
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_ends_the_start_with_one_line()
    {
        var options = new ClusteringOptions { Tls = { Certificate = "/nowhere/silo.pem", Key = "/nowhere/silo.key", Authority = "/nowhere/ca.pem" } };

        Assert.Contains("Cluster:Tls:Certificate", Assert.Throws<StartupException>(() => Endpoints(options)).Message, StringComparison.Ordinal);
    }

    private static EndpointOptions Endpoints(ClusteringOptions options)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddCluster(options);
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<EndpointOptions>>().Value;
    }
}

using System.Net;
using System.Net.Sockets;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Startup;

[Trait("Category", "Unit")]
public sealed class PortsTests
{
    [Fact]
    public void A_port_that_is_taken_is_an_error_that_names_port_setting_and_remedy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exception = Assert.Throws<StartupException>(() => Ports.EnsureUrls($"http://127.0.0.1:{port}"));

        Assert.Contains($"127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--urls=", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:0;http://[::1]:0")]
    [InlineData("http://unix:/tmp/moodstream.sock")]
    public void Addresses_that_can_be_listened_on_pass(string urls) => Ports.EnsureUrls(urls);

    [Fact]
    public void A_free_port_can_be_listened_on() => Ports.EnsureFree(IPAddress.Loopback, Ports.Free(), "Cluster:SiloPort", "choose another");

    [Theory]
    [InlineData("8080")]
    [InlineData("http//127.0.0.1")]
    public void What_is_no_address_is_an_error_that_shows_how_one_looks(string urls)
    {
        var exception = Assert.Throws<StartupException>(() => Ports.EnsureUrls(urls));

        Assert.Contains("http://HOST:PORT", exception.Message, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Startup;
using Moodstream.Silo.Tests.Api;
using Orleans.Configuration;

namespace Moodstream.Silo.Tests.Clustering;

/// <summary>What Orleans clients outside of the cluster can do to it.</summary>
[Trait("Category", "Cluster")]
public sealed class GatewayTests : IClassFixture<GatewayTests.Gateway>
{
    private const int Timeout = 120_000;

    private readonly Gateway _host;

    public GatewayTests(Gateway host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_client_with_a_certificate_queries_timelines_and_changes_nothing()
    {
        using var client = await _host.ConnectAsync(_host.Clients.Issue("analyst"));
        var grains = client.Services.GetRequiredService<IGrainFactory>();

        Assert.Empty((await grains.GetGrain<IUserTimeline>("outsider").Query(new TimelineQuery())).Items);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grains.GetGrain<IUserErasure>("outsider").Erase(Token));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grains.GetGrain<IClusterModel>(0).Activate("default"));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grains.GetGrain<ITimelineShard>(0).Query("outsider", new TimelineQuery()));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, Token));
        await client.StopAsync(Token);
    }

    [Fact(Timeout = Timeout)]
    public async Task Whoever_shows_no_certificate_or_one_of_another_authority_is_not_let_in()
    {
        using var stranger = new Authority("stranger");

        Assert.True(await _host.IsCutAsync(null));
        Assert.True(await _host.IsCutAsync(stranger.Issue("analyst")));
        // A certificate of silos is none of clients.
        Assert.True(await _host.IsCutAsync(_host.Silos.Issue("silo")));
        Assert.False(await _host.IsCutAsync(_host.Clients.Issue("analyst")));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_silo_itself_goes_on_as_ever()
    {
        using var erased = await _host.Http.DeleteAsync(new Uri("api/users/u", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        var status = await _host.Http.GetFromJsonAsync<JsonObject>(new Uri("api/status", UriKind.Relative), Token);
        Assert.Equal("active", status!["silos"]![0]!["status"]!.ToString());
    }

    /// <summary>A silo with a gateway, and certificates.</summary>
    public sealed class Gateway : HostFixture
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-pem-");
        private readonly int _port = Ports.Free();

        internal Authority Silos { get; } = new("silos");

        internal Authority Clients { get; } = new("clients");

        protected override IEnumerable<KeyValuePair<string, string?>> Settings
        {
            get
            {
                var (certificate, key) = Silos.Issue("silo");
                return
                [
                    new("Cluster:GatewayPort", $"{_port}"),
                    new("Cluster:Tls:Certificate", Written("silo.pem", certificate)),
                    new("Cluster:Tls:Key", Written("silo.key", key)),
                    new("Cluster:Tls:Authority", Written("silos.pem", Silos.Pem)),
                    new("Cluster:Tls:ClientAuthority", Written("clients.pem", Clients.Pem)),
                ];
            }
        }

        /// <summary>Connects an outside client, whose messages may be changed on their way.</summary>
        internal async Task<IHost> ConnectAsync((string Certificate, string Key) shown, ForgingConnection? forging = null, CancellationToken? patience = null)
        {
            var host = new HostBuilder()
                .ConfigureLogging(logging => logging.ClearProviders())
                .UseOrleansClient(client =>
                {
                    client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, _port));
                    client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("moodstream", "moodstream"));
                    client.UseTls(X509Certificate2.CreateFromPem(shown.Certificate, shown.Key), tls =>
                    {
                        tls.AllowAnyRemoteCertificate();
                        tls.OnAuthenticateAsClient = (_, options) => options.TargetHost = "silo";
                    });
                    if (forging is not null)
                    {
                        client.Configure<ClientConnectionOptions>(connections =>
                            connections.ConfigureConnection(connection => connection.Use(next => forging.Invoke(connection.ApplicationServices, next))));
                    }
                })
                .Build();
            try
            {
                await host.StartAsync(patience ?? Token);
                return host;
            }
            catch
            {
                host.Dispose();
                throw;
            }
        }

        /// <summary>Whether the gateway ends the connection of somebody who shows a certificate, or none.</summary>
        internal async Task<bool> IsCutAsync((string Certificate, string Key)? shown)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, Token);
            await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=silo");
            try
            {
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = "silo",
                        ClientCertificates = shown is var (certificate, key) ? [X509Certificate2.CreateFromPem(certificate, key)] : [],
                    },
                    Token);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
                patience.CancelAfter(TimeSpan.FromSeconds(5));
                return await tls.ReadAsync(new byte[1], patience.Token) == 0;
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException)
            {
                return true;
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                // It is waited for what the client has to say.
                return false;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _folder.Delete(recursive: true);
            Silos.Dispose();
            Clients.Dispose();
        }

        private string Written(string name, string pem)
        {
            var path = Path.Combine(_folder.FullName, name);
            File.WriteAllText(path, pem);
            return path;
        }
    }
}

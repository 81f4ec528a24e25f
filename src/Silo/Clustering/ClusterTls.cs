using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Moodstream.Silo.Clustering;

/// <summary>Mutual TLS between silos, and between the gateway and outside clients, each with an authority of its own.</summary>
internal static class ClusterTls
{
    /// <summary>Adds TLS.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="files">Certificate, key and authorities.</param>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public static void UseMutualTls(this ISiloBuilder silo, ClusterTlsOptions files)
    {
        var certificate = Read($"{nameof(files.Certificate)} and Cluster:Tls:{nameof(files.Key)}", () => X509Certificate2.CreateFromPemFile(files.Certificate!, files.Key!));
        var silos = Options(certificate, Roots(nameof(files.Authority), files.Authority!));
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(silos));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(silos));
        });
        if (files.ClientAuthority is { } authority)
        {
            var clients = Options(certificate, Roots(nameof(files.ClientAuthority), authority));
            silo.Configure<SiloConnectionOptions>(connections => connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(clients)));
        }
    }

    private static TlsOptions Options(X509Certificate2 certificate, X509Certificate2Collection roots) => new()
    {
        LocalCertificate = certificate,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (remote, given, _) => IsOf(roots, remote, given),
        // Silos find each other by address, so that names tell nothing; the authority does.
        OnAuthenticateAsClient = static (_, client) => client.TargetHost = "moodstream",
    };

    /// <summary>Whether an authority made out a certificate, and it is valid now.</summary>
    private static bool IsOf(X509Certificate2Collection roots, X509Certificate2 remote, X509Chain? given)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        foreach (var element in given?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(remote);
    }

    private static X509Certificate2Collection Roots(string setting, string file) => Read(setting, () =>
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots.Count > 0 ? roots : throw new CryptographicException("it holds no certificate");
    });

    private static T Read<T>(string setting, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"Cluster:Tls:{setting} cannot be read ({exception.Message.TrimEnd('.')}); name files in PEM.");
        }
    }
}

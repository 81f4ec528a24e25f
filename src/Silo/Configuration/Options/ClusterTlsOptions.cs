using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>How silos, and outside Orleans clients, prove to each other who they are. All are files in PEM.</summary>
internal sealed class ClusterTlsOptions
{
    /// <summary>File with this silo's certificate, for server and client authentication; with it every connection is encrypted and both ends show theirs.</summary>
    [MinLength(1, ErrorMessage = "name a file in PEM, or leave it out")]
    public string? Certificate { get; set; }

    /// <summary>File with its private key.</summary>
    [MinLength(1, ErrorMessage = "name a file in PEM, or leave it out")]
    public string? Key { get; set; }

    /// <summary>File with the authority that made out the certificates of all silos and of nobody else: whoever shows one is a silo.</summary>
    [MinLength(1, ErrorMessage = "name a file in PEM, or leave it out")]
    public string? Authority { get; set; }

    /// <summary>File with the authority that made out the certificates of outside Orleans clients; needed where <c>Cluster:GatewayPort</c> is set.</summary>
    [MinLength(1, ErrorMessage = "name a file in PEM, or leave it out")]
    public string? ClientAuthority { get; set; }
}

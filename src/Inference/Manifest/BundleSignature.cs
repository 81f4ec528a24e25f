using System.Security.Cryptography;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Manifest;

/// <summary>
/// The detached signature of a manifest: ECDSA with SHA-256 over the bytes of <c>bundle.json</c>, as <c>openssl dgst -sha256 -sign</c> writes it. The
/// manifest has the hashes of all files that the model needs, so that it stands for the bundle.
/// </summary>
internal static class BundleSignature
{
    /// <summary>Name of the signature's file.</summary>
    public const string FileName = "bundle.json.sig";

    private const int MaxBytes = 1_024;

    /// <summary>Checks a manifest.</summary>
    /// <param name="manifest">Its bytes.</param>
    /// <param name="directory">The bundle.</param>
    /// <param name="publicKey">File of the key in PEM form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">The signature is missing or another one, or the key cannot be read.</exception>
    public static async Task CheckAsync(ReadOnlyMemory<byte> manifest, string directory, string publicKey, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
        {
            throw new ModelBundleException($"The model bundle {directory} has no signature {FileName}, and Models:PublicKey asks for one; sign {BundleManifest.FileName}.");
        }

        var signature = await File.ReadAllBytesAsync(path, cancellationToken);
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(await File.ReadAllTextAsync(publicKey, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ModelBundleException($"Models:PublicKey names {publicKey}, which is no readable public key of ECDSA in PEM form; correct it.", exception);
        }

        if (!key.VerifyData(manifest.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
        {
            throw new ModelBundleException(
                $"The signature of the model bundle {directory} is not by the key of Models:PublicKey, or its manifest was changed; have it signed by its maker.");
        }
    }
}

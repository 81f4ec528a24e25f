using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Manifest;

/// <summary>How the parts of a bundle are written, hashed and checked.</summary>
internal static partial class BundleFormat
{
    /// <summary>Most bytes of a file: what an array holds.</summary>
    private const long MaxFileBytes = 2_000_000_000;

    /// <summary>Parses and checks a manifest.</summary>
    /// <exception cref="ModelBundleException">It is malformed, of another format, or contradicts itself.</exception>
    public static BundleManifest Parse(ReadOnlySpan<byte> json, string location)
    {
        BundleManifest manifest;
        try
        {
            manifest = WithoutDefaults(JsonSerializer.Deserialize(json, BundleJson.Default.BundleManifest) ?? throw new JsonException("It is null."));

            // Half surrogates in the settings of encoders show only when these are written, as the version is.
            Write(manifest);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new ModelBundleException(
                $"{location} is no manifest of a model bundle ({OneLine(exception.Message)}); restore it or train the model again.", exception);
        }

        if (FaultOf(manifest) is { } fault)
        {
            throw new ModelBundleException($"{location}: {fault}; restore it or train the model again.");
        }

        return manifest;
    }

    /// <summary>Writes a manifest.</summary>
    public static byte[] Write(BundleManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.BundleManifest);

    /// <summary>The version that a manifest ought to have.</summary>
    public static string VersionOf(BundleManifest manifest) => Hash(Write(manifest with { Version = "" }))[..12];

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>What is wrong with a manifest, or null.</summary>
    public static string? FaultOf(BundleManifest manifest)
    {
        if (manifest.Format != BundleManifest.CurrentFormat)
        {
            return $"its format is {manifest.Format}, and this build reads format {BundleManifest.CurrentFormat}";
        }

        if (!BundleName.IsValid(manifest.Name))
        {
            return $"'name' must be {BundleName.Rule}";
        }

        if (FaultOfEntries(manifest) is { } fault)
        {
            return fault;
        }

        if (manifest.Labels.IsDefaultOrEmpty || manifest.Labels.Distinct(StringComparer.Ordinal).Count() != manifest.Labels.Length)
        {
            return "'labels' must be one or more distinct names";
        }

        if (manifest.Dimension is < 1 or > 65_536)
        {
            return "'dimension' must be 1 to 65,536";
        }

        if (PoolingKinds.Parse(manifest.Pooling) is null)
        {
            return "'pooling' must be 'sum', 'mean' or 'max'";
        }

        if (manifest.Temperature is not (> 0 and < 1_000))
        {
            return "'temperature' must be above 0 and below 1,000";
        }

        if (manifest.GoldenTolerance is not (null or (>= 0 and <= 0.05f)))
        {
            return "'goldenTolerance' must be 0 to 0.05";
        }

        if (manifest.Modalities.IsDefaultOrEmpty
            || manifest.Modalities.Select(modality => modality.Name).Distinct().Count() != manifest.Modalities.Length)
        {
            return "'modalities' must be one or more, of distinct names";
        }

        return manifest.Modalities.FirstOrDefault(modality => modality.Missing.Length != 0 && modality.Missing.Length != manifest.Dimension) is { } odd
            ? $"'missing' of modality '{odd.Name}' must be empty or {manifest.Dimension} numbers"
            : manifest.Files.FirstOrDefault(file => !IsSafePath(file.Path)) is { } unsafeFile
                ? $"the path '{unsafeFile.Path}' must be relative and stay within the bundle"
                : null;
    }

    /// <summary>What is wrong with the entries of lists, which JSON lets be null whatever their type says; or null.</summary>
    private static string? FaultOfEntries(BundleManifest manifest)
    {
        if (manifest.Labels is { IsDefault: false } labels && labels.Any(string.IsNullOrWhiteSpace))
        {
            return "'labels' must not be empty";
        }

        if (manifest.Languages?.Any(string.IsNullOrWhiteSpace) == true)
        {
            return "'languages' must not be empty";
        }

        if (manifest.Modalities.Any(modality => modality is null
            || string.IsNullOrWhiteSpace(modality.Name.Name) || string.IsNullOrWhiteSpace(modality.Encoder) || modality.Settings.ValueKind != JsonValueKind.Object))
        {
            return "each of 'modalities' must have a 'name', an 'encoder' and its 'settings'";
        }

        if (manifest.Externals.Any(file => file is null || string.IsNullOrWhiteSpace(file.Name) || string.IsNullOrWhiteSpace(file.Sha256)))
        {
            return "each of 'externals' must have a 'name' and a 'sha256'";
        }

        return manifest.Files.Any(file => file is not { Path: not null, Sha256: not null, Bytes: >= 0 and <= MaxFileBytes })
            ? $"each of 'files' must have a 'path', a 'sha256', and 'bytes' of at most {MaxFileBytes}"
            : null;
    }

    /// <summary>Whether a path stays within the bundle on every system.</summary>
    public static bool IsSafePath(string path) => PathPattern().IsMatch(path) && !path.Split('/').Contains("..");

    /// <summary>A list that the JSON lacks is no list at all; afterwards it is empty.</summary>
    private static BundleManifest WithoutDefaults(BundleManifest manifest) => manifest with
    {
        Files = manifest.Files.IsDefault ? [] : manifest.Files,
        Externals = manifest.Externals.IsDefault ? [] : manifest.Externals,
        Modalities = manifest.Modalities.IsDefault
            ? []
            : [.. manifest.Modalities.Select(modality => modality?.Missing.IsDefault == true ? modality with { Missing = [] } : modality!)],
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    [GeneratedRegex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$")]
    private static partial Regex PathPattern();
}

using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Moodstream.Silo.Configuration;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Deployment;

/// <summary>What <c>deploy/</c> says to a silo exists, and what it says to Kubernetes can be read.</summary>
[Trait("Category", "Unit")]
public sealed partial class DeploymentFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy");

    public static TheoryData<string> Files => [.. All("*").Where(file => File.ReadAllText(file).Contains("Moodstream__", StringComparison.Ordinal)).Select(Name)];

    public static TheoryData<string> Manifests => [.. All("*.yaml").Where(file => IsManifest(file)).Select(Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Settings_that_a_file_names_exist(string file)
    {
        var names = SettingName().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Groups[1].Value).ToList();

        KnownSettings.CheckNames(names.Where(name => name != "Section__Key").Select(name => name.Replace("__", ":", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Kubernetes_knows_every_field_of_a_manifest(string file) =>
        Assert.NotEmpty(KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, file)), strict: true));

    [Fact]
    public void A_silo_in_Kubernetes_has_more_time_to_stop_than_it_takes_at_most()
    {
        var silo = KubernetesYaml.Deserialize<V1Deployment>(File.ReadAllText(Path.Combine(Folder, "kubernetes", "silo", "silo.yaml")), strict: true).Spec.Template.Spec;
        var pause = silo.Containers[0].Lifecycle.PreStop.Sleep.Seconds;

        Assert.True(silo.TerminationGracePeriodSeconds > pause + (new Ingest.Options.IngestOptions().DrainTimeoutMs / 1_000));
    }

    private static bool IsManifest(string file) =>
        file.StartsWith(Path.Combine(Folder, "kubernetes"), StringComparison.Ordinal) && Path.GetFileName(file) != "kustomization.yaml";

    private static IEnumerable<string> All(string pattern) => Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories);

    private static string Name(string file) => Path.GetRelativePath(Folder, file);

    [GeneratedRegex(@"Moodstream__([\w.]+)")]
    private static partial Regex SettingName();
}

using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Models;

public sealed class ModelTests
{
    [Fact]
    public async Task A_model_is_put_into_service_on_every_silo_and_a_silo_that_joins_later_takes_it_over()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], bundles: _ => [("other", "v2")]);

        var activation = await ClusterModel(cluster).Activate("other");
        await cluster.Cluster.StartAdditionalSiloAsync();

        Assert.Equal((null, 2, "v2"), (activation.Problem, activation.Silos, activation.Model?.Version));
        Assert.Equal([("other", "v2"), ("other", "v2"), ("other", "v2")], cluster.Serving);
        var outcomes = await cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Both("p1", "words", "picture")], TestContext.Current.CancellationToken);
        Assert.Equal(activation.Model, outcomes[0].Event!.Model);
    }

    [Fact]
    public async Task Where_one_silo_lacks_the_bundle_nothing_changes_anywhere()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], bundles: silo => silo == 0 ? [("other", "v2")] : []);

        var activation = await ClusterModel(cluster).Activate("other");

        Assert.Null(activation.Model);
        Assert.False(activation.IsConflict);
        Assert.StartsWith(cluster.Cluster.Silos[1].Name, activation.Problem, StringComparison.Ordinal);
        Assert.Contains("no bundle 'other'", activation.Problem, StringComparison.Ordinal);
        Assert.Equal([("fake", "v1"), ("fake", "v1")], cluster.Serving);
    }

    [Fact]
    public async Task Silos_whose_bundles_of_one_name_differ_are_a_conflict_that_names_the_versions()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], bundles: silo => [("other", $"v2-{silo}")]);

        var activation = await ClusterModel(cluster).Activate("other");

        Assert.True(activation.IsConflict);
        Assert.Contains("v2-0, v2-1", activation.Problem, StringComparison.Ordinal);
        Assert.Equal([("fake", "v1"), ("fake", "v1")], cluster.Serving);
    }

    [Theory]
    [InlineData(null, "no bundle 'other'")]
    [InlineData("v3", "version v3")]
    public async Task A_silo_that_cannot_serve_what_the_cluster_serves_refuses_to_start(string? version, string reason)
    {
        await using var cluster = await MoodstreamCluster.StartAsync(
            [["cpu:0"]], bundles: silo => silo == 0 ? [("other", "v2")] : version is null ? [] : [("other", version)]);
        await ClusterModel(cluster).Activate("other");

        var error = await Record.ExceptionAsync(() => cluster.Cluster.StartAdditionalSiloAsync());

        Assert.Contains("serves model 'other' v2", error?.ToString(), StringComparison.Ordinal);
        Assert.Contains(reason, error?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_joins_goes_by_the_name_that_the_cluster_serves_also_where_its_own_bundle_is_a_copy()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], bundles: _ => [("copy", "v1")]);
        var activation = await ClusterModel(cluster).Activate("copy");

        await cluster.Cluster.StartAdditionalSiloAsync();

        Assert.Null(activation.Problem);
        Assert.Equal([("copy", "v1"), ("copy", "v1")], cluster.Serving);
    }

    [Fact]
    public async Task Changes_at_the_same_time_leave_all_silos_with_one_model()
    {
        await using var cluster = await MoodstreamCluster.StartAsync(
            [["cpu:0"], ["cpu:0"]], bundles: _ => [("a", "va"), ("b", "vb")]);

        var activations = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            cluster.Cluster.Silos[i % 2].GrainFactory().GetGrain<IClusterModel>(0).Activate(i % 3 == 0 ? "a" : "b")));

        Assert.All(activations, activation => Assert.Null(activation.Problem));
        Assert.Single(cluster.Serving.Distinct());
    }

    private static IClusterModel ClusterModel(MoodstreamCluster cluster) => cluster.Client.GetGrain<IClusterModel>(0);
}

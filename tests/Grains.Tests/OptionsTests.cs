using Moodstream.Grains.Hosting;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new TimelineOptionsValidator().Validate(null, new TimelineOptions()).Succeeded);
        Assert.True(new FusionOptionsValidator().Validate(null, new FusionOptions()).Succeeded);
        Assert.True(new GrainsOptionsValidator().Validate(null, new GrainsOptions()).Succeeded);
    }

    [Fact]
    public void An_impossible_value_is_refused_by_the_name_of_its_setting()
    {
        Assert.Contains("Timeline:Path", new TimelineOptionsValidator().Validate(null, new TimelineOptions { Path = " " }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Timeline:CacheMegabytes", new TimelineOptionsValidator().Validate(null, new TimelineOptions { CacheMegabytes = 0 }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Fusion:WindowMs", new FusionOptionsValidator().Validate(null, new FusionOptions { WindowMs = 20_001 }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Fusion:RetentionHours", new FusionOptionsValidator().Validate(null, new FusionOptions { RetentionHours = 0 }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Grains:MaxQueuedRequests", new GrainsOptionsValidator().Validate(null, new GrainsOptions { MaxQueuedRequests = 0 }).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_without_a_store_needs_no_path() =>
        Assert.True(new TimelineOptionsValidator().Validate(null, new TimelineOptions { Enabled = false, Path = string.Empty }).Succeeded);
}

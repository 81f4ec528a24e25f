using Microsoft.Extensions.Configuration;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;

namespace Moodstream.Grains.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.Empty(Faults<TimelineOptions>());
        Assert.Empty(Faults<PartsOptions>());
        Assert.Empty(Faults<GrainsOptions>());
    }

    [Fact]
    public void An_impossible_value_is_refused_by_the_name_of_its_setting()
    {
        Assert.Equal(["Timeline:Path is empty; set it to a directory, or set Timeline:Enabled=false."], Faults<TimelineOptions>(("Timeline:Path", " ")));
        Assert.Equal(["Timeline:CacheMegabytes is 0; it must be from 1 to 65536."], Faults<TimelineOptions>(("Timeline:CacheMegabytes", "0")));
        Assert.Equal(["Parts:WindowMs is 20001; it must be from 0 to 20000."], Faults<PartsOptions>(("Parts:WindowMs", "20001")));
        Assert.Equal(["Parts:RetentionHours is 0; it must be from 1 to 8760."], Faults<PartsOptions>(("Parts:RetentionHours", "0")));
        Assert.Equal(["Grains:MaxQueuedRequests is 0; it must be from 1 to 1000000."], Faults<GrainsOptions>(("Grains:MaxQueuedRequests", "0")));
    }

    [Fact]
    public void A_silo_without_a_store_needs_no_path() =>
        Assert.Empty(Faults<TimelineOptions>(("Timeline:Enabled", "false"), ("Timeline:Path", string.Empty)));

    private static IReadOnlyList<string> Faults<T>(params (string Key, string Value)[] settings)
        where T : class, new() =>
        SettingsSection.Of<T>().Faults(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());
}

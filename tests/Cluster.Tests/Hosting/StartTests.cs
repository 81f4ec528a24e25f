using Microsoft.Extensions.Options;
using Moodstream.Grains.Storage;

namespace Moodstream.Cluster.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task A_store_that_cannot_be_opened_ends_the_start_with_its_own_error()
    {
        var file = Path.GetTempFileName();
        try
        {
            await Assert.ThrowsAsync<TimelineStoreException>(
                () => MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Timeline:Path"] = file }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_impossible_setting_ends_the_start_by_its_name()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "-1" }));

        Assert.Contains("Parts:WindowMs", error.Message, StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moodstream.Inference.Hosting;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Tests.Hosting;

[Trait("Category", "Unit")]
public sealed class AddInferenceTests
{
    [Fact]
    public void Settings_are_read_from_their_section()
    {
        var options = Read(("Inference:Devices", "cpu:0,cpu:1"), ("Inference:MaxBatchSize", "4"), ("Inference:Pictures:MaxBytes", "2048"));

        Assert.Equal("cpu:0,cpu:1", options.Devices);
        Assert.Equal(4, options.MaxBatchSize);
        Assert.Equal(2048, options.Pictures.MaxBytes);
    }

    [Fact]
    public void Defaults_are_valid() => Assert.Equal("auto", Read().Devices);

    [Theory]
    [InlineData("Inference:Devices", "tpu", "Inference:Devices is 'tpu'; it must be")]
    [InlineData("Inference:MaxBatchSize", "0", "Inference:MaxBatchSize is 0; it must be from 1 to 256.")]
    [InlineData("Inference:MaxBatchDelayMs", "NaN", "Inference:MaxBatchDelayMs is NaN; it must be from 0 to 1000.")]
    [InlineData("Inference:MaxQueuedPictures", "0", "Inference:MaxQueuedPictures is 0; it must be from 1 to 100000.")]
    [InlineData("Inference:Pictures:MaxPixels", "5", "Inference:Pictures:MaxPixels is 5; it must be from 1024 to 100000000.")]
    [InlineData("Inference:Pictures:MaxCpuMs", "1", "Inference:Pictures:MaxCpuMs is 1; it must be from 100 to 600000.")]
    public void A_setting_out_of_range_is_named_with_its_range(string setting, string value, string message) =>
        Assert.Contains(message, Assert.Throws<OptionsValidationException>(() => Read((setting, value))).Message, StringComparison.Ordinal);

    private static InferenceOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddInference(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<InferenceOptions>>().Value;
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;

namespace Moodstream.Inference.Tests.Devices;

[Trait("Category", "Network")]
public sealed class DeviceTests
{
    private static int Cores => Environment.ProcessorCount;

    [Theory]
    [InlineData("cpu", "cpu:0")]
    [InlineData("cpu:0, cpu:1", "cpu:0 cpu:1")]
    [InlineData("CPU:2", "cpu:2")]
    public void Named_cpu_devices_are_made_as_they_are_named(string setting, string ids) =>
        Assert.Equal(ids, string.Join(' ', Resolve(setting).Select(device => device.Id)));

    [Fact]
    public void Cpu_devices_share_the_cores()
    {
        Assert.Equal(Cores, Assert.Single(Resolve("cpu")).Callers);
        Assert.All(Resolve("cpu:0,cpu:1"), device => Assert.Equal(Math.Max(1, Cores / 2), device.Callers));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:")]
    [InlineData("cpu:-1")]
    [InlineData("cpu:0,cpu:0")]
    [InlineData("cpu,cpu:0")]
    [InlineData("cuda:0:1")]
    [InlineData("cuda:x")]
    public void A_malformed_list_is_refused_with_the_setting_and_examples(string setting)
    {
        var exception = Assert.Throws<DeviceUnavailableException>(() => Resolve(setting));

        Assert.StartsWith($"Inference:Devices is '{setting}'; it must be", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_that_was_asked_for_and_not_got_is_an_error_of_one_line()
    {
        RequireNoGpu();

        var exception = Assert.Throws<DeviceUnavailableException>(() => Resolve("cpu,cuda:0"));

        Assert.StartsWith("Inference:Devices asks for cuda:0, which cannot be used (", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Inference:AllowCpuFallback=true", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task Where_the_cpu_may_stand_in_the_device_says_that_it_did()
    {
        RequireNoGpu();
        var log = new RecordingLogger();
        var options = new InferenceOptions { Devices = "cuda:1", AllowCpuFallback = true };

        var device = Assert.Single(new DeviceResolver(options, log).Resolve());
        await using var featurizer = new PictureFeaturizer(ResNet18.Load(new NetworkFolder(options), PicturePooling.All), null, device, options);

        Assert.Equal(new InferenceDevice("cuda:1", "CPUExecutionProvider"), featurizer.Device);
        Assert.Contains("cuda:1 cannot be used", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_without_a_gpu_is_the_cpu()
    {
        RequireNoGpu();

        Assert.Equal("cpu:0", Assert.Single(Resolve("auto")).Id);
    }

    private static void RequireNoGpu()
    {
        if (CudaDriver.CountDevices() > 0)
        {
            Assert.Skip("This machine has a GPU.");
        }
    }

    private static ImmutableArray<ComputeDevice> Resolve(string setting) =>
        new DeviceResolver(new InferenceOptions { Devices = setting }, NullLogger<DeviceResolver>.Instance).Resolve();

    private sealed class RecordingLogger : ILogger<DeviceResolver>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}

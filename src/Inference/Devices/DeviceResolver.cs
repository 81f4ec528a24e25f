using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Devices;

/// <summary>Turns <c>Inference:Devices</c> into devices that work, each tried with a real session.</summary>
internal sealed partial class DeviceResolver(InferenceOptions options, ILogger<DeviceResolver> logger)
{
    private const string Setting = $"{InferenceOptions.Section}:{nameof(InferenceOptions.Devices)}";

    /// <summary>Finds the devices.</summary>
    /// <exception cref="DeviceUnavailableException">The setting is malformed, or a device that it names cannot be used.</exception>
    /// <returns>At least one: a model is verified also where it is not offered to others.</returns>
    public ImmutableArray<ComputeDevice> Resolve() =>
        !options.OffersDevices ? [Cpu(0, sharing: 1)]
        : options.Devices.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase) ? Auto()
        : Named();

    private ImmutableArray<ComputeDevice> Auto()
    {
        var devices = ImmutableArray.CreateBuilder<ComputeDevice>();
        for (var index = 0; index < CudaDriver.CountDevices(); index++)
        {
            var device = Cuda(index);
            if (Try(device) is { } cause)
            {
                LogUnusable(device.Id, cause);
            }
            else
            {
                devices.Add(device);
            }
        }

        return devices.Count > 0 ? devices.ToImmutable() : [Cpu(0, sharing: 1)];
    }

    private ImmutableArray<ComputeDevice> Named()
    {
        if (!DeviceName.TryParseList(options.Devices, out var names))
        {
            throw new DeviceUnavailableException(InferenceOptions.MalformedDevices(options.Devices));
        }

        var onCpu = names.Count(name => name.Kind == DeviceKind.Cpu);
        return [.. names.Select(name => name.Kind == DeviceKind.Cpu ? Cpu(name.Index, onCpu) : CudaOrFallback(name))];
    }

    private ComputeDevice CudaOrFallback(DeviceName name)
    {
        var device = Cuda(name.Index);
        if (Try(device) is not { } cause)
        {
            return device;
        }

        if (!options.AllowCpuFallback)
        {
            throw new DeviceUnavailableException(
                $"{Setting} asks for {name}, which cannot be used ({cause}); name a device that is there, or set {InferenceOptions.Section}:{nameof(InferenceOptions.AllowCpuFallback)}=true to run on the CPU instead.");
        }

        LogFallback(device.Id, cause);
        return device with { Kind = DeviceKind.Cpu, Callers = CoresFor(1) };
    }

    private static string? Try(ComputeDevice device)
    {
        try
        {
            using var session = device.CreateSession(DeviceProbe.Network);
            var provider = ComputeDevice.ProviderOf(session);
            return provider == OnnxSessions.CudaProvider ? null : $"its session got {provider}";
        }
        catch (OnnxRuntimeException exception)
        {
            return device.Name.Index < CudaDriver.CountDevices() ? CauseOf(exception) : "the NVIDIA driver offers no such device";
        }
    }

    /// <summary>The runtime puts places in its own sources before the cause, and advice on later lines.</summary>
    private static string CauseOf(OnnxRuntimeException exception)
    {
        const int MaxLength = 500;
        const string BeforeCause = " FAIL : ";
        var line = exception.Message.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        var cause = line.LastIndexOf(BeforeCause);
        line = cause < 0 ? line : line[(cause + BeforeCause.Length)..];
        return line[..Math.Min(line.Length, MaxLength)].Trim().ToString();
    }

    private static ComputeDevice Cuda(int index) => new(new DeviceName(DeviceKind.Cuda, index), DeviceKind.Cuda, Callers: 1);

    private static ComputeDevice Cpu(int index, int sharing) => new(new DeviceName(DeviceKind.Cpu, index), DeviceKind.Cpu, CoresFor(sharing));

    private static int CoresFor(int sharing) => Math.Max(1, Environment.ProcessorCount / sharing);

    [LoggerMessage(LogLevel.Warning, "The driver offers {Device}, but it cannot be used: {Cause}.")]
    private partial void LogUnusable(string device, string cause);

    [LoggerMessage(LogLevel.Warning, "{Device} cannot be used ({Cause}); the CPU stands in for it.")]
    private partial void LogFallback(string device, string cause);
}

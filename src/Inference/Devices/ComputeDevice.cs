using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Devices;

/// <summary>A device that sessions can be made on.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Kind">What its sessions really run on; differs from the name's kind where the CPU stands in.</param>
/// <param name="Callers">Batches that should run on it at a time.</param>
internal sealed record ComputeDevice(DeviceName Name, DeviceKind Kind, int Callers)
{
    /// <summary>Its id, such as <c>cuda:1</c>.</summary>
    public string Id => Name.ToString();

    /// <summary>Whether it multiplies whole numbers, and faster than fractions.</summary>
    public bool ComputesInIntegers => Kind != DeviceKind.Cuda;

    /// <summary>Makes a session for a network that must run on this device as a whole.</summary>
    /// <param name="network">An ONNX file's bytes.</param>
    /// <param name="computesShapesOnCpu">
    /// Whether the network works out shapes, which the runtime does on the CPU wherever the rest runs. Otherwise nothing may run there.
    /// </param>
    /// <param name="keepsMemory">
    /// Whether it keeps the memory of a call on the CPU for the next one (<see cref="OnnxSessions.CreateOptions"/>); that of a GPU is its provider's.
    /// </param>
    /// <exception cref="OnnxRuntimeException">The network is broken, or the device is not to be had.</exception>
    public InferenceSession CreateSession(byte[] network, bool computesShapesOnCpu = false, bool keepsMemory = false)
    {
        using var options = OnnxSessions.CreateOptions(keepsMemory && Kind != DeviceKind.Cuda);
        if (Kind == DeviceKind.Cuda)
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(new Dictionary<string, string>
            {
                ["device_id"] = Name.Index.ToString(CultureInfo.InvariantCulture),

                // The exhaustive search would start anew for every size of batch.
                ["cudnn_conv_algo_search"] = "HEURISTIC",

                // Ten bits of mantissa are too few for answers that agree with the trainer's.
                ["use_tf32"] = "0",
            });
            options.AppendExecutionProvider_CUDA(cuda);

            // Rounded weights that stay fractions would be rounded once more, to other steps.
            options.AddSessionConfigEntry("session.disable_quant_qdq", "1");

            if (!computesShapesOnCpu)
            {
                // Without this a session quietly runs on the CPU what its provider cannot do.
                options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            }
        }

        return new InferenceSession(network, options);
    }

    /// <summary>Names the execution provider that a session of this device got.</summary>
    public static string ProviderOf(InferenceSession session)
    {
        using var memory = session.GetMemoryInfosForInputs();
        return memory[0].Name switch
        {
            "Cpu" => OnnxSessions.CpuProvider,
            "Cuda" => OnnxSessions.CudaProvider,
            var other => $"{other}ExecutionProvider",
        };
    }
}

using Microsoft.ML.OnnxRuntime;

namespace Moodstream.Inference.Onnx;

/// <summary>Makes ONNX sessions of one kind: single-threaded, since callers run side by side.</summary>
internal static class OnnxSessions
{
    /// <summary>Name of the CPU's execution provider.</summary>
    public const string CpuProvider = "CPUExecutionProvider";

    /// <summary>Name of the CUDA execution provider.</summary>
    public const string CudaProvider = "CUDAExecutionProvider";

    private static readonly Lock Gate = new();

    /// <summary>Options for a session that runs each call on its caller's thread.</summary>
    public static SessionOptions CreateOptions()
    {
        EnsureQuietEnvironment();
        return new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
    }

    /// <summary>Makes a session on the CPU for a small network.</summary>
    /// <param name="network">An ONNX file's bytes.</param>
    public static InferenceSession CreateOnCpu(byte[] network)
    {
        using var options = CreateOptions();
        return new InferenceSession(network, options);
    }

    /// <summary>What goes wrong is thrown, and told to the user once, in our words; the runtime would print it too.</summary>
    private static void EnsureQuietEnvironment()
    {
        lock (Gate)
        {
            if (!OrtEnv.IsCreated)
            {
                var options = new EnvironmentCreationOptions { logId = "moodstream", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                OrtEnv.CreateInstanceWithOptions(ref options);
            }
        }
    }
}

using Microsoft.ML.OnnxRuntime;

namespace Moodstream.Inference.Onnx;

/// <summary>Makes ONNX sessions of one kind: single-threaded, since callers run side by side.</summary>
internal static class OnnxSessions
{
    /// <summary>Name of the CPU's execution provider.</summary>
    public const string CpuProvider = "CPUExecutionProvider";

    /// <summary>Name of the CUDA execution provider.</summary>
    public const string CudaProvider = "CUDAExecutionProvider";

    private const string WeightsBesidePool = "session.use_device_allocator_for_initializers";
    private const string ShrinkPool = "memory.enable_memory_arena_shrinkage";

    private static readonly Lock Gate = new();

    /// <summary>Options for a session that runs each call on its caller's thread.</summary>
    /// <param name="keepsMemory">
    /// Whether the session keeps the memory of a call for the next one, until <see cref="CreateShrinkingRun"/>. That is worth a fifth of the time
    /// where a call takes tens of megabytes, which the system would have to clear each time, and nothing elsewhere.
    /// </param>
    public static SessionOptions CreateOptions(bool keepsMemory = false)
    {
        EnsureQuietEnvironment();
        var options = new SessionOptions
        {
            EnableCpuMemArena = keepsMemory,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (keepsMemory)
        {
            // Among what calls need, weights would keep it from being given back.
            options.AddSessionConfigEntry(WeightsBesidePool, "1");
        }

        return options;
    }

    /// <summary>Options of a call after which a session on the CPU that keeps memory gives it back to the system.</summary>
    public static RunOptions CreateShrinkingRun()
    {
        var run = new RunOptions();
        run.AddRunConfigEntry(ShrinkPool, "cpu:0");
        return run;
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

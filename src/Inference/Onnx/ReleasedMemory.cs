using System.Runtime.InteropServices;

namespace Moodstream.Inference.Onnx;

/// <summary>
/// Gives back to the system what models held that were disposed of. By itself the collector waits for its next full collection, and glibc
/// keeps what the networks freed between blocks that are in use for as long as those are.
/// </summary>
public static unsafe class ReleasedMemory
{
    /// <summary>Gives it back; all threads stop meanwhile, for about a tenth of a second with some hundred megabytes of live objects.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out var trim))
        {
            ((delegate* unmanaged<nuint, int>)trim)(0);
        }
    }
}

using System.Runtime.InteropServices;

namespace Moodstream.Inference.Devices;

/// <summary>Asks the NVIDIA driver how many devices there are; ONNX Runtime cannot be asked without trying each.</summary>
internal static unsafe class CudaDriver
{
    /// <summary>Devices that the driver offers; 0 where there is no driver.</summary>
    public static int CountDevices()
    {
        var library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out var driver))
        {
            return 0;
        }

        try
        {
            if (!NativeLibrary.TryGetExport(driver, "cuInit", out var initialize)
                || !NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out var getCount))
            {
                return 0;
            }

            var count = 0;
            return ((delegate* unmanaged<uint, int>)initialize)(0) == 0 && ((delegate* unmanaged<int*, int>)getCount)(&count) == 0 ? count : 0;
        }
        finally
        {
            NativeLibrary.Free(driver);
        }
    }
}

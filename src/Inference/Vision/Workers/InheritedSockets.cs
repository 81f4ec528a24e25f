using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>
/// Connections of the silo that a worker was born with: libraries in C open theirs without saying that programs which are started later shall not have
/// them. A worker has none of its own.
/// </summary>
internal static class InheritedSockets
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>Closes them, where the system tells which they are.</summary>
    public static void Close()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var descriptor in Directory.GetFiles(Descriptors))
        {
            try
            {
                if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true)
                {
                    using SafeFileHandle socket = new(int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture), ownsHandle: true);
                }
            }
            catch (IOException)
            {
                // The one by which they were listed is closed by now.
            }
        }
    }
}

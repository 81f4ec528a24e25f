using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Processor time of the thread at hand. On systems that are neither Linux, macOS nor Windows it is the time of day, as if the thread had a
/// processor to itself.
/// </summary>
internal static partial class ThreadCpu
{
    private const int LinuxClock = 3;
    private const int MacClock = 16;

    /// <summary>What the thread has used so far, from a beginning of no meaning.</summary>
    public static TimeSpan Now
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user) ? TimeSpan.FromTicks(kernel + user) : TimeOfDay;
            }

            return (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
                && GetTime(OperatingSystem.IsLinux() ? LinuxClock : MacClock, out var time) == 0
                ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
                : TimeOfDay;
        }
    }

    private static TimeSpan TimeOfDay => Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeValue time);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetThreadTimes(nint thread, out long created, out long exited, out long kernel, out long user);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

using System.Diagnostics;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>
/// A wall clock that is off, for a process: a library that is loaded before all others. (Debian's libfaketime shifts the times that Kafka's client
/// works out, but not its waits for them, which then last minutes.) The clock that only runs forward stays as it is.
/// </summary>
internal sealed class ShiftedClock : IDisposable
{
    private const string Source =
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <threads.h>
        #include <time.h>
        #include <unistd.h>

        static volatile const long *seconds;

        __attribute__((constructor)) static void map(void)
        {
            int file = open(SHIFT_FILE, O_RDONLY);
            void *mapped = mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
            close(file);
            if (mapped != MAP_FAILED)
                seconds = mapped;
        }

        static long shift(void)
        {
            return seconds ? *seconds : 0;
        }

        int clock_gettime(clockid_t clock, struct timespec *now)
        {
            int result = (int)syscall(SYS_clock_gettime, clock, now);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                now->tv_sec += shift();
            return result;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone)
        {
            struct timespec precise;
            clock_gettime(CLOCK_REALTIME, &precise);
            now->tv_sec = precise.tv_sec;
            now->tv_usec = precise.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *into)
        {
            struct timespec precise;
            clock_gettime(CLOCK_REALTIME, &precise);
            if (into)
                *into = precise.tv_sec;
            return precise.tv_sec;
        }

        int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex, const struct timespec *restrict until)
        {
            static int (*wait)(cnd_t *, mtx_t *, const struct timespec *);
            if (!wait)
                wait = (int (*)(cnd_t *, mtx_t *, const struct timespec *))dlsym(RTLD_NEXT, "cnd_timedwait");
            struct timespec unshifted = *until;
            unshifted.tv_sec -= shift();
            return wait(condition, mutex, &unshifted);
        }
        """;

    private readonly TemporaryFolder _folder = new();

    private ShiftedClock() => Shift(TimeSpan.Zero);

    /// <summary>What a process has in its environment that lives by this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["LD_PRELOAD"] = Library };

    private string ShiftFile => _folder.File("shift");

    private string Library => _folder.File("clock.so");

    /// <summary>Makes one that is right; skips the test where that takes a compiler that the machine does not have.</summary>
    public static async Task<ShiftedClock> MakeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A clock is shifted on Linux alone.");
        var clock = new ShiftedClock();
        var source = clock._folder.Write("clock.c", Source);
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O1", $"-DSHIFT_FILE=\"{clock.ShiftFile}\"", "-o", clock.Library, source, "-ldl"]) { RedirectStandardError = true })!;
            var errors = await compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(compiler.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            clock.Dispose();
            Assert.Skip("There is no C compiler, cc.");
        }

        return clock;
    }

    /// <summary>Sets it, also for processes that run.</summary>
    /// <param name="ahead">How far it is ahead.</param>
    public void Shift(TimeSpan ahead)
    {
        using var file = new FileStream(ShiftFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        Span<byte> seconds = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(seconds, (long)ahead.TotalSeconds);
        file.Write(seconds);
    }

    public void Dispose() => _folder.Dispose();
}

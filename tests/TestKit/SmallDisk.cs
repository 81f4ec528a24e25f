using System.Diagnostics;
using System.Globalization;

namespace Moodstream.TestKit;

/// <summary>A file system of its own, in memory, that can be full; for those who may mount one.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    public string Folder => _folder.FullName;

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts it; skips the test where that is not allowed.</summary>
    /// <param name="megabytes">How much it holds.</param>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file system in memory is mounted on Linux alone.");
        var folder = Directory.CreateTempSubdirectory("moodstream-disk-");
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "none", folder.FullName))
        {
            folder.Delete();
            Assert.Skip("To mount a file system, which can be full, takes more rights than this process has.");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Takes up what is free, apart from a rest.</summary>
    /// <param name="restMegabytes">The rest.</param>
    public void Fill(int restMegabytes = 0)
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            for (var left = new DriveInfo(Folder).AvailableFreeSpace - ((long)restMegabytes << 20); left > 0; left -= block.Length)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Somebody else took the last block.
        }
    }

    /// <summary>Gives back what was taken up.</summary>
    public void Clear() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        _folder.Delete();
    }

    private static async Task<bool> RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}

using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Export;

/// <summary>
/// The folder that a command leaves its bundle in. The bundle is made beside it and takes its place as a whole, so that a command which is
/// stopped, or a full disk, costs no bundle that was there.
/// </summary>
internal sealed class BundleFolder : IDisposable
{
    // They tell of the bundle that is replaced, and would be taken to tell of the new one.
    private static readonly string[] Records =
        [BundleManifest.FileName, $"{BundleManifest.FileName}.sig", "run.json", "split.json", "join.json", "quantize.json", "evaluation.json"];

    private readonly string _folder;
    private readonly string _part;
    private readonly string _old;
    private FileStream? _lock;

    /// <summary>Takes the folder, which need not be there; where it is a link, what that leads to.</summary>
    /// <exception cref="TrainerException">It is empty.</exception>
    public BundleFolder(string folder)
    {
        OutPaths.RefuseEmpty(folder, "folder");
        DirectoryInfo named = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        _folder = (named.Exists ? named.ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? named.FullName;
        (_part, _old) = (Beside("new-bundle"), Beside("old-bundle"));
    }

    /// <summary>Whether there is a bundle to replace.</summary>
    public bool HasBundle => File.Exists(Path.Combine(_folder, BundleManifest.FileName)) || File.Exists(Path.Combine(_old, BundleManifest.FileName));

    private string Parent => Path.GetDirectoryName(_folder) ?? _folder;

    /// <summary>Refuses a folder that cannot be replaced, keeps other commands from it, and tidies up after one that was killed.</summary>
    /// <exception cref="TrainerException">The folder cannot be written, cannot give its place to another one, or another command is to replace it.</exception>
    public async Task PrepareAsync()
    {
        if (Parent == _folder || DriveInfo.GetDrives().Any(drive => Path.TrimEndingDirectorySeparator(drive.Name) == _folder))
        {
            throw new TrainerException($"--out: {_folder} is where a disk begins, which no bundle can take the place of; name a folder in it.");
        }

        if ($"{Environment.CurrentDirectory}{Path.DirectorySeparatorChar}".StartsWith($"{_folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        {
            throw new TrainerException($"--out: the command runs in {_folder}, whose place the bundle is to take; run it from another folder.");
        }

        OutPaths.CheckFolder(Parent);
        OutPaths.CheckFolder(_folder);
        Directory.CreateDirectory(Parent);
        _lock = Lock();
        await TakeOverAsync();
        Discard();
        Directory.CreateDirectory(_part);
        Discard();
    }

    /// <summary>Lets other commands have the folder.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>
    /// Has a bundle made, and puts it in the place of the one that is there. What else is in the folder stays, but for records of the old bundle.
    /// </summary>
    /// <param name="write">Writes the bundle and its records into the folder that it is given.</param>
    public async Task ReplaceAsync(Func<string, Task> write)
    {
        try
        {
            Directory.CreateDirectory(_part);
            if (!OperatingSystem.IsWindows() && Directory.Exists(_folder))
            {
                File.SetUnixFileMode(_part, File.GetUnixFileMode(_folder));
            }

            await write(_part);
        }
        catch
        {
            Discard();
            throw;
        }

        if (Directory.Exists(_folder))
        {
            Directory.Move(_folder, _old);
        }

        try
        {
            Directory.Move(_part, _folder);
        }
        finally
        {
            await TakeOverAsync();
        }
    }

    /// <summary>Brings what is no part of the old bundle into the new one's folder; or the old bundle back, where no new one came.</summary>
    private async Task TakeOverAsync()
    {
        if (!Directory.Exists(_old))
        {
            return;
        }

        if (!Directory.Exists(_folder))
        {
            Directory.Move(_old, _folder);
            return;
        }

        foreach (string file in await FilesAsync())
        {
            string path = Path.Combine(_old, file);
            File.Delete(path);
            if (Path.GetDirectoryName(path) is { } folder && folder != _old && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }

        Move(_old, _folder);
        Directory.Delete(_old, recursive: true);
    }

    private async Task<string[]> FilesAsync()
    {
        try
        {
            // The manifest goes last: without it nobody could tell the others once more.
            var manifest = await ModelBundle.ReadManifestAsync(_old);
            return [.. manifest.Files.Select(file => file.Path).Where(file => File.Exists(Path.Combine(_old, file))), .. Records.Reverse()];
        }
        catch (ModelBundleException)
        {
            // No bundle was here, and what has the name of a record may be anybody's.
            return [];
        }
    }

    private static void Move(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from))
        {
            string target = Path.Combine(to, Path.GetFileName(file));
            if (!File.Exists(target))
            {
                File.Move(file, target);
            }
        }

        foreach (string folder in Directory.GetDirectories(from))
        {
            string target = Path.Combine(to, Path.GetFileName(folder));
            if (!Directory.Exists(target))
            {
                Directory.Move(folder, target);
            }
            else if (new DirectoryInfo(folder).LinkTarget is null)
            {
                Move(folder, target);
            }
        }
    }

    private void Discard()
    {
        if (Directory.Exists(_part))
        {
            Directory.Delete(_part, recursive: true);
        }
    }

    private FileStream Lock()
    {
        string file = Beside("lock");
        try
        {
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new TrainerException($"--out: another command is making the bundle of {_folder}; wait for it, or name another folder.", exception);
        }
    }

    private string Beside(string ending) => Path.Combine(Parent, $".{Path.GetFileName(_folder)}.{ending}");
}

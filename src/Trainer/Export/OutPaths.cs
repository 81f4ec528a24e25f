using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Export;

/// <summary>Refuses an <c>--out</c> that cannot be written before the work rather than after it.</summary>
internal static class OutPaths
{
    /// <summary>Refuses a path that names nothing.</summary>
    /// <param name="path">The path.</param>
    /// <param name="kind">What it is to name.</param>
    /// <exception cref="TrainerException">It is empty.</exception>
    public static void RefuseEmpty(string path, string kind)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new TrainerException($"--out is empty; name a {kind}.");
        }
    }

    /// <summary>Refuses a folder that cannot be made or written to; leaves nothing behind.</summary>
    /// <param name="folder">The folder, which need not be there.</param>
    /// <exception cref="TrainerException">It is empty, lies in a file, or cannot be written.</exception>
    public static void CheckFolder(string folder)
    {
        RefuseEmpty(folder, "folder");
        string? there = Path.GetFullPath(folder);
        while (!Directory.Exists(there))
        {
            if (File.Exists(there))
            {
                throw new TrainerException($"--out: {there} is a file; name a folder.");
            }

            there = Path.GetDirectoryName(there)!;
        }

        Try(folder, () => WriteBeside(there));
    }

    /// <summary>Refuses a file that cannot be made or written; leaves one that is there as it is.</summary>
    /// <param name="file">The file; null where there is none to write.</param>
    /// <exception cref="TrainerException">It is empty, a folder, in a folder that is not there, or cannot be written.</exception>
    public static void CheckFile(string? file)
    {
        if (file is null)
        {
            return;
        }

        RefuseEmpty(file, "file");
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? file;
        if (Directory.Exists(file))
        {
            throw new TrainerException($"--out: {file} is a folder; name a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new TrainerException($"--out: there is no folder '{folder}' for {Path.GetFileName(file)}.");
        }

        // What has no length may be a pipe, and whoever reads it would take a trial for all that comes.
        if (!File.Exists(file))
        {
            Try(file, () => WriteBeside(folder));
        }
        else if (new FileInfo(file).Length > 0)
        {
            Try(file, () => File.Open(file, FileMode.Open, FileAccess.Write).Dispose());
        }
    }

    private static void WriteBeside(string folder)
    {
        using FileStream trial = new(Path.Combine(folder, $".{Path.GetRandomFileName()}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.DeleteOnClose,
        });
        trial.WriteByte(0);
    }

    private static void Try(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TrainerException($"--out: {path} cannot be written ({exception.Message.ReplaceLineEndings(" ")}); see to the folder, or name another.", exception);
        }
    }
}

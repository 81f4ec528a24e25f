using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Moodstream.Grains.Postgres;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.SignIn;

/// <summary>
/// The keys that sessions are sealed with. A session is in its cookie alone, so that any silo that has the keys can read it: they are in the database
/// where there is one, else in a folder.
/// </summary>
/// <param name="protection">Seals.</param>
/// <param name="path">The folder.</param>
/// <param name="ring">The keys in the database, where there is one.</param>
internal sealed class SessionKeys(IDataProtectionProvider protection, string path, PostgresKeyRing? ring)
{
    private const string Application = "moodstream";

    /// <summary>Adds the keys.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The folder.</param>
    public static void Add(IServiceCollection services, string path)
    {
        services.AddDataProtection().SetApplicationName(Application);
        services.AddSingleton(provider => new SessionKeys(provider.GetRequiredService<IDataProtectionProvider>(), path, RingOf(provider)));
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((keys, provider) => keys.XmlRepository = RingOf(provider) is { } ring
            ? new DatabaseKeys(ring)
            : new FileSystemXmlRepository(new DirectoryInfo(path), provider.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>Tries them, and makes the first one.</summary>
    /// <exception cref="StartupException">The folder cannot be written to.</exception>
    public void Prepare()
    {
        if (ring is not null)
        {
            // One silo after the other: two that start at once would each make a key that the other does not know.
            ring.InTurn(Seal);
            return;
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            using (File.Create(Path.Combine(path, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose))
            {
                // That it can be made is what is tried.
            }

            Seal();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"Auth:KeysPath is {path}, which cannot be used ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); name a folder that this user may write to.");
        }
    }

    private static PostgresKeyRing? RingOf(IServiceProvider provider) => provider.GetService<PostgresDatabase>() is { } database ? new PostgresKeyRing(database) : null;

    private void Seal() => protection.CreateProtector(Application).Protect([0]);
}

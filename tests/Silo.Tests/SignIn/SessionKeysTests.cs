using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Silo.SignIn;
using Moodstream.Silo.Startup;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.SignIn;

[Trait("Category", "Unit")]
public sealed class SessionKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_silo_reads_what_another_one_with_the_same_folder_sealed_and_no_other_does()
    {
        using var one = Silo("shared");
        using var other = Silo("shared");
        using var stranger = Silo("own");
        var sealedByOne = Protector(one).Protect("a session");

        Assert.Equal("a session", Protector(other).Unprotect(sealedByOne));
        Assert.Throws<CryptographicException>(() => Protector(stranger).Unprotect(sealedByOne));
    }

    [Fact]
    public void Nobody_else_may_look_into_the_folder()
    {
        using var silo = Silo("shared");

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(_folder.Path, "shared")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_ends_the_start_with_one_line()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), string.Empty);

        var error = Assert.Throws<StartupException>(() => Silo("file"));

        Assert.Contains("Auth:KeysPath", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static IDataProtector Protector(ServiceProvider silo) => silo.GetRequiredService<IDataProtectionProvider>().CreateProtector("sessions");

    private ServiceProvider Silo(string folder)
    {
        var services = new ServiceCollection().AddLogging();
        SessionKeys.Add(services, Path.Combine(_folder.Path, folder));
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<SessionKeys>().Prepare();
        return provider;
    }
}

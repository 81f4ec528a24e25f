using System.Net;
using System.Net.Sockets;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>What cannot work ends at once, with one line that names the setting and the remedy.</summary>
[Trait("Category", "Process")]
public sealed class ImpossibleSettingsTests : IDisposable
{
    private const int Timeout = 90_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = Timeout)]
    [InlineData("--Kafak:GroupId=x", "Kafka:GroupId")]
    [InlineData("--Kafka:Bootstrap=localhost:9092", "Kafka:BootstrapServers")]
    [InlineData("--urls=8080", "urls")]
    [InlineData("--Kafka:BootstrapServers=localhost", "Kafka:BootstrapServers")]
    [InlineData("--Cluster:Membership=paxos", "Cluster:Membership")]
    [InlineData("--Cluster:Membership=redis", "Cluster:Redis")]
    [InlineData("--urls=http://0.0.0.0:0", "Auth:AllowAnonymous")]
    [InlineData("--Auth:ApiKeys:job=read-events:secret", "Auth:ApiKeys")]
    [InlineData("--Cluster:Membership=postgres", "Postgres:ConnectionString")]
    [InlineData("--Cluster:SiloPort=many", "Cluster:SiloPort")]
    [InlineData("--Timeline:Store=sqlite", "Timeline:Store")]
    [InlineData("--Timeline:RetentionDays=1", "Parts:RetentionHours")]
    [InlineData("--Timeline:Store=postgres", "Postgres:ConnectionString")]
    [InlineData("--Postgres:ConnectionString=localhost", "Postgres:ConnectionString")]
    [InlineData("--Models:Active=../secrets", "Models:Active")]
    [InlineData("--Models:Path=/nonexistent", "Models:Path")]
    [InlineData("--Live:ReplayEvents=0", "Live:ReplayEvents")]
    [InlineData("--Ingest:MaxBatchPosts=0", "Ingest:MaxBatchPosts")]
    [InlineData("--Parts:WindowMs=-1", "Parts:WindowMs")]
    [InlineData("--Fusion:WindowMs=-1", "Parts:WindowMs")]
    [InlineData("--Demo:PostsPerSecond=NaN", "Demo:PostsPerSecond")]
    [InlineData("--Kafka:SessionTimeoutMs=300001", "Kafka:Client:max.poll.interval.ms")]
    [InlineData("--dmo", "--demo")]
    [InlineData("publsh", "publish")]
    public async Task A_setting_that_cannot_be_meant_is_named(string argument, string named) =>
        await EndsWithOneLineAsync([argument], named);

    [Fact(Timeout = Timeout)]
    public async Task Faults_of_several_sections_and_old_names_beside_new_ones_are_told_at_once()
    {
        await EndsWithOneLineAsync(["--Ingest:MaxIdLength=0", "--Live:MaxReaders=none"], "Ingest:MaxIdLength is 0; it must be from 1 to 1000. Live:MaxReaders is 'none'");
        await EndsWithOneLineAsync(["--Fusion:WindowMs=5", "--Parts:WindowMs=5"], "remove Fusion:WindowMs");
    }

    [Theory(Timeout = Timeout)]
    [InlineData("--Inference:Devices=tpu:0", "Inference:Devices")]
    [InlineData("--Inference:Devices=cuda:7", "Inference:Devices")]
    [InlineData("--Inference:MaxBatchSize=0", "Inference:MaxBatchSize")]
    [InlineData("--Timeline:Path=/proc/moodstream", "Timeline:Path")]
    [InlineData("--Kafka:BootstrapServers=127.0.0.1:9", "Kafka:BootstrapServers", "--Kafka:ConnectTimeoutMs=1500")]
    [InlineData("--Postgres:ConnectionString=Host=127.0.0.1;Port=9;Timeout=2", "Postgres:ConnectionString", "--Timeline:Store=postgres")]
    public async Task A_setting_that_this_machine_cannot_fulfil_is_named(string argument, string named, params string[] more)
    {
        Bundle.Require();
        await EndsWithOneLineAsync([argument, .. more], named);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_port_that_another_program_listens_on_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await EndsWithOneLineAsync([$"--urls=http://127.0.0.1:{port}"], "urls");
        await EndsWithOneLineAsync([$"--Cluster:SiloPort={port}"], "Cluster:SiloPort");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_bundle_that_was_changed_is_refused()
    {
        Bundle.Require();
        var copy = Directory.CreateDirectory(Path.Combine(_folder.FullName, "models", "default"));
        foreach (var file in Directory.GetFiles(Repository.Bundle(), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.FullName, Path.GetRelativePath(Repository.Bundle(), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var network = Directory.GetFiles(copy.FullName, "*.onnx").First();
        var bytes = await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(network, bytes, TestContext.Current.CancellationToken);

        await EndsWithOneLineAsync([$"--Models:Path={copy.Parent!.FullName}"], "Models:Path");
    }

    private async Task EndsWithOneLineAsync(IEnumerable<string> args, string named)
    {
        await using var program = ProgramProcess.Start(_folder.FullName, ["--urls=http://127.0.0.1:0", .. args]);

        var code = await program.ExitAsync();

        Assert.NotEqual(0, code);
        var line = Assert.Single(program.Errors);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }
}

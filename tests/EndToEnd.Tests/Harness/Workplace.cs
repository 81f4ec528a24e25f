using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Options;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>What a test needs around the program: a folder for its data, and a broker that outlives it.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-");
    private readonly EmbeddedBroker _broker = new(new KafkaOptions(), NullLoggerFactory.Instance);
    private readonly List<IAsyncDisposable> _programs = [];

    public Workplace()
    {
        Bundle.Require();
        Topics = new Topics(_broker.BootstrapServers);
    }

    /// <summary>The model that its silos begin with: the one that loads fastest, unless the test is about models. Null for the one that is shipped as the default.</summary>
    public string? Model { get; init; } = Bundle.Words;

    public string Folder => _folder.FullName;

    public string BootstrapServers => _broker.BootstrapServers;

    public Topics Topics { get; }

    /// <summary>Starts a silo on this broker and this folder.</summary>
    public Task<RunningSilo> StartSiloAsync(params IEnumerable<string> args) => StartSiloAsync(new Dictionary<string, string>(), args);

    /// <summary>Starts a silo on this broker and this folder, with variables in its environment.</summary>
    public async Task<RunningSilo> StartSiloAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var silo = await RunningSilo.StartAsync(Folder, environment, [$"--Kafka:BootstrapServers={BootstrapServers}", .. Bundle.Argument(Model, args), .. args]);
        _programs.Add(silo);
        return silo;
    }

    /// <summary>Starts the program with whatever arguments.</summary>
    public ProgramProcess StartProgram(params IEnumerable<string> args) => StartProgram(new Dictionary<string, string>(), args);

    /// <summary>Starts the program with whatever arguments, and variables in its environment.</summary>
    public ProgramProcess StartProgram(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var program = ProgramProcess.Start(Folder, environment, args);
        _programs.Add(program);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        Topics.Dispose();
        _broker.Dispose();
        _folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Moodstream.TestKit.Postgres;

/// <summary>
/// A PostgreSQL server for tests: the one that the variable <c>POSTGRES</c> names by a connection string, or else one that runs on this machine
/// alone until the tests have ended, in a temporary folder. As an assembly fixture it starts when the first test asks for it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Variable = "POSTGRES";

    /// <summary>Runs until its input ends, also where the tests were killed. PostgreSQL refuses to run as root, so that it is another user's then.</summary>
    private const string Script =
        """
        set -e
        as() { if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else exec "$@"; fi; }
        if [ "$(id -u)" = 0 ]; then chown postgres "$2"; fi
        cd "$2"
        (as "$1/initdb" --pgdata="$2/data" --username=test --auth=trust --encoding=UTF8 --no-locale --no-sync) >"$2/initdb.log" 2>&1
        start() { as "$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200 >>"$2/server.log" 2>&1 & server=$!; }
        start "$@"
        while read -r word; do
          kill -INT $server && wait $server || true
          if [ "$word" = restart ]; then start "$@"; echo restarted; fi
        done
        kill -INT $server && wait $server || true
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<string> _databases = [];
    private TemporaryFolder? _folder;
    private Process? _process;
    private string? _connectionString;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes an empty database; skips the test where there is no server.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await _gate.WaitAsync(Token);
        try
        {
            _connectionString ??= Environment.GetEnvironmentVariable(Variable) ?? await StartAsync();
            var name = $"moodstream_test_{Guid.NewGuid():N}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
            _databases.Add(name);
            return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the server, which ends all connections, and has it start again; skips the test where it is not this process's own.</summary>
    public async Task RestartAsync()
    {
        Assert.SkipWhen(_process is null, $"The server of {Variable} is not for tests to restart.");
        await _process!.StandardInput.WriteLineAsync("restart".AsMemory(), Token);
        await _process.StandardInput.FlushAsync(Token);
        await _process.StandardOutput.ReadLineAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
            _folder!.Dispose();
        }
        else if (_connectionString is not null)
        {
            foreach (var name in _databases)
            {
                await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
            }
        }

        _gate.Dispose();
    }

    /// <summary>Where the server's programs lie: on the path, or where Debian puts them.</summary>
    private static string? FindPrograms()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(versions)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<string> StartAsync()
    {
        var programs = FindPrograms();
        Assert.SkipWhen(programs is null, $"There is no PostgreSQL server: neither initdb and postgres on this machine, nor a connection string in the variable {Variable}.");
        _folder = new TemporaryFolder();
        var port = FreePort();
        _process = Process.Start(new ProcessStartInfo(
            "bash", ["-c", Script, "bash", programs!, _folder.Path, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var connection = $"Host=127.0.0.1;Port={port};Username=test;Database=postgres;Include Error Detail=true";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                await using var probe = new NpgsqlConnection(connection);
                await probe.OpenAsync(patience.Token);
                return connection;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>The PostgreSQL database that all silos of a cluster share. Safe for concurrent use.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>How often a transaction is tried that others were in the way of.</summary>
    private const int Attempts = 3;

    private const string Setting = "Postgres:ConnectionString";

    private readonly Lazy<byte[]> _secret;

    /// <summary>Makes the database; nothing is connected yet.</summary>
    /// <param name="options">Where it is.</param>
    /// <exception cref="OptionsValidationException">Nobody says where it is.</exception>
    public PostgresDatabase(IOptions<PostgresOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString ?? throw new OptionsValidationException(
            "Postgres", typeof(PostgresOptions), [$"{Setting} is empty, but Timeline:Store or Cluster:Membership is postgres; set it to Host=…;Database=…;Username=…."]));
        if (!connection.ContainsKey("Application Name"))
        {
            connection.ApplicationName = "moodstream";
        }

        if (!connection.ContainsKey("Max Auto Prepare"))
        {
            // The statements are few and always the same, and planning them over many partitions costs more than most of them.
            connection.MaxAutoPrepare = 32;
        }

        Source = new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
        _secret = new Lazy<byte[]>(Open);
    }

    /// <summary>Tells this database from others; the same for every silo.</summary>
    /// <exception cref="TimelineStoreException">It cannot be used; one line says why.</exception>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(Secret).AsSpan(0, 8));

    /// <summary>Where connections come from.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>Secret of this database that cursors are signed with and ids are hashed with.</summary>
    internal byte[] Secret => _secret.Value;

    /// <summary>Connects for the first time, and creates or checks the tables.</summary>
    /// <exception cref="TimelineStoreException">It cannot be used; one line says why.</exception>
    public void EnsureReady() => _ = Secret;

    /// <summary>Asks whether the server answers.</summary>
    /// <exception cref="PassingFaultException">It does not; the message says why.</exception>
    public Task PingAsync() => UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        return await command.ExecuteScalarAsync();
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Works with a connection.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="work">The work.</param>
    /// <exception cref="PassingFaultException">The server is away, or refuses.</exception>
    internal async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await Source.OpenConnectionAsync();
                return await work(connection);
            }
            catch (PostgresException exception) when (
                attempt < Attempts && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // The other one has gone on meanwhile.
            }
            catch (NpgsqlException exception)
            {
                throw new PassingFaultException($"PostgreSQL cannot be used now: {OneLine(exception)}", exception);
            }
        }
    }

    /// <summary>Works within a transaction, and commits it.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="work">The work.</param>
    /// <exception cref="PassingFaultException">The server is away, or refuses.</exception>
    internal Task<T> TransactAsync<T>(Func<NpgsqlConnection, Task<T>> work) => UseAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await work(connection);
        await transaction.CommitAsync();
        return result;
    });

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");

    private byte[] Open()
    {
        try
        {
            using var connection = Source.OpenConnection();
            return PostgresSchema.Ensure(connection);
        }
        catch (PostgresException exception)
        {
            throw new TimelineStoreException(
                $"The PostgreSQL server of {Setting} refuses: {exception.MessageText} ({exception.SqlState}); correct the setting, or give its user a database to create tables in.",
                exception);
        }
        catch (NpgsqlException exception)
        {
            throw new TimelineStoreException(
                $"No PostgreSQL server answers at the address in {Setting} ({OneLine(exception)}); start it, or correct the setting.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new TimelineStoreException($"{Setting} cannot be used ({OneLine(exception)}); correct it.", exception);
        }
    }
}

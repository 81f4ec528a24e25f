namespace Moodstream.Grains.Postgres;

/// <summary>Advisory locks, each held until the transaction ends.</summary>
internal static class PostgresLocks
{
    /// <summary>For whoever changes tables: one at a time.</summary>
    public const string Schema = $"SELECT pg_advisory_xact_lock({Family}, 1)";

    /// <summary>For whoever erases: waits until the writes have ended that do not know of it.</summary>
    public const string Erasing = $"SELECT pg_advisory_xact_lock({Family}, 2)";

    /// <summary>For whoever writes what an erasure could cover; many at a time.</summary>
    public const string Writing = $"SELECT pg_advisory_xact_lock_shared({Family}, 2)";

    /// <summary>For whoever removes what is past its retention: tells whether nobody else is at it, and does not wait.</summary>
    public const string Sweeping = $"SELECT pg_try_advisory_xact_lock({Family}, 3)";

    /// <summary>For whoever makes keys that all silos share: one at a time.</summary>
    public const string MakingKeys = $"SELECT pg_advisory_xact_lock({Family}, 4)";

    /// <summary>Keeps them apart from those of others that use the same database.</summary>
    private const string Family = "1836017511";
}

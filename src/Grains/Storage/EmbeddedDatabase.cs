using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// The RocksDB database of a silo. Every use runs inside <see cref="Use{T}"/>, since touching a closed RocksDB database
/// would end the process.
/// </summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    /// <summary>Format of keys and values that this build writes.</summary>
    private const int Format = 2;

    /// <summary>The earliest format that this build reads, and turns into its own: it knows nothing of the content of posts.</summary>
    private const int EarliestFormat = 1;

    /// <summary>What RocksDB calls a full disk, on every system.</summary>
    private const string NoSpace = "No space left on device";

    /// <summary>RocksDB's <c>BottommostLevelCompaction::kForce</c>.</summary>
    private const byte ForceBottommost = 2;

    private static readonly byte[] FormatKey = "format"u8.ToArray();
    private static readonly byte[] ShardsKey = "shards"u8.ToArray();
    private static readonly byte[] CursorKeyKey = "cursor-key"u8.ToArray();
    private static readonly byte[] OpenKey = "open-since-boot"u8.ToArray();
    private static readonly byte[] UnpurgedPrefix = "unpurged"u8.ToArray();
    private static readonly WriteOptions Synced = new WriteOptions().SetSync(true);

    private readonly ReaderWriterLockSlim _gate = new();
    private readonly RocksDb _database;
    private readonly string _path;
    private readonly WriteOptions _writing;
    private readonly ColumnFamilyHandle[] _families;
    private bool _closed;

    private EmbeddedDatabase(RocksDb database, string path, bool syncWrites)
    {
        _database = database;
        _path = path;
        _writing = new WriteOptions().SetSync(syncWrites);
        Entries = database.GetColumnFamily(Families.Entries);
        Places = database.GetColumnFamily(Families.Places);
        Revisions = database.GetColumnFamily(Families.Revisions);
        Posts = database.GetColumnFamily(Families.Posts);
        PostContents = database.GetColumnFamily(Families.PostContents);
        PostExpiries = database.GetColumnFamily(Families.PostExpiries);
        Erasures = database.GetColumnFamily(Families.Erasures);
        _families = [database.GetDefaultColumnFamily(), Entries, Places, Revisions, Posts, PostContents, PostExpiries, Erasures];
    }

    /// <summary>Timeline entries, in the order of timelines.</summary>
    public ColumnFamilyHandle Entries { get; }

    /// <summary>The latest revision of each post in a timeline, and where its entry is, by a hash of the post.</summary>
    public ColumnFamilyHandle Places { get; }

    /// <summary>What the places of format 1 are, by user and post.</summary>
    public ColumnFamilyHandle Revisions { get; }

    /// <summary>Posts that come in parts.</summary>
    public ColumnFamilyHandle Posts { get; }

    /// <summary>Contents of the parts of posts that are not final.</summary>
    public ColumnFamilyHandle PostContents { get; }

    /// <summary>When posts that come in parts may be removed, earliest first.</summary>
    public ColumnFamilyHandle PostExpiries { get; }

    /// <summary>Who was erased, and when.</summary>
    public ColumnFamilyHandle Erasures { get; }

    /// <summary>Secret of this database that cursors are signed with.</summary>
    public byte[] CursorKey { get; private set; } = [];

    /// <summary>
    /// Whether the machine went down while the database was open, and writes were not forced to the disk: rows of the last moments before may be
    /// missing.
    /// </summary>
    public bool MayLackRows { get; private set; }

    /// <summary>Opens the database, and makes it where it does not exist.</summary>
    /// <param name="options">Where it is, and how it writes.</param>
    /// <exception cref="TimelineStoreException">It cannot be opened, is in use, or was written in another format.</exception>
    public static EmbeddedDatabase Open(TimelineOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        EmbeddedDatabase? opened = null;
        try
        {
            Directory.CreateDirectory(path);
            opened = new EmbeddedDatabase(
                RocksDb.Open(Options(), path, Families.All(options)), path, options.SyncWrites);
            opened.Verify(path);
            opened.Mark(options.SyncWrites);
            return opened;
        }
        catch (Exception exception) when (exception is RocksDbException or IOException or UnauthorizedAccessException)
        {
            opened?.Dispose();
            throw new TimelineStoreException(Explain(path, exception), exception);
        }
        catch (TimelineStoreException)
        {
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>Reads from the database.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="action">Reads; must not await.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    /// <exception cref="IOException">The disk is full. RocksDB looks every five seconds whether it still is, and then takes writes again.</exception>
    public T Use<T>(Func<RocksDb, T> action)
    {
        _gate.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return action(_database);
        }
        catch (RocksDbException exception) when (IsFull(exception))
        {
            throw new IOException(
                $"The disk under Timeline:Path '{_path}' is full; writes go on within seconds, without a restart, once {Families.MemtableMegabytes} MB are free there.", exception);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Writes a batch: all of it or nothing. When this returns, it survives the death of the process.</summary>
    /// <param name="batch">What is written.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    /// <exception cref="IOException">The disk is full; nothing was written.</exception>
    public void Write(WriteBatch batch) => Use(open =>
    {
        open.Write(batch, _writing);
        return true;
    });

    /// <summary>
    /// Makes what was deleted vanish from the files too: writes out what is only in memory and in the write-ahead log, and
    /// rewrites the files that hold the keys of a prefix.
    /// </summary>
    /// <param name="prefixes">What the deleted keys started with, by family; an empty prefix stands for all keys.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public void Purge(params (ColumnFamilyHandle Family, byte[] Prefix)[] prefixes) => Use(open =>
    {
        // The log is dropped once every family that it speaks of is written out.
        var flush = new FlushOptions().SetWaitForFlush(true);
        foreach (var family in _families)
        {
            Native.Instance.rocksdb_flush_cf(open.Handle, flush.Handle, family.Handle);
        }

        var compaction = Native.Instance.rocksdb_compactoptions_create();
        try
        {
            // Files are otherwise moved as they are, deleted keys and all.
            Native.Instance.rocksdb_compactoptions_set_bottommost_level_compaction(compaction, ForceBottommost);
            foreach (var (family, prefix) in prefixes)
            {
                var end = After(prefix);
                Native.Instance.rocksdb_compact_range_cf_opt(
                    open.Handle,
                    family.Handle,
                    compaction,
                    prefix.Length == 0 ? null : prefix,
                    (nuint)prefix.Length,
                    end,
                    (nuint)(end?.Length ?? 0));
            }
        }
        finally
        {
            Native.Instance.rocksdb_compactoptions_destroy(compaction);
        }

        return true;
    });

    /// <summary>Whether something that was deleted of a user may still be in the files: its erasure was cut off.</summary>
    /// <param name="user">What stands for the user in the register of erasures.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public bool IsUnpurged(UInt128 user) => Use(open => open.Get(UnpurgedKey(user)) is not null);

    /// <summary>Notes that something of a user is being deleted and not yet out of the files.</summary>
    /// <param name="user">What stands for the user.</param>
    /// <param name="batch">What deletes it.</param>
    public static void NoteUnpurged(UInt128 user, WriteBatch batch) => batch.Put(UnpurgedKey(user), Array.Empty<byte>());

    /// <summary>Notes that nothing of a user is in the files any more.</summary>
    /// <param name="user">What stands for the user.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public void NotePurged(UInt128 user)
    {
        using var batch = new WriteBatch();
        batch.Delete(UnpurgedKey(user));
        Write(batch);
    }

    /// <summary>Reads the keys of a prefix.</summary>
    /// <param name="family">Where they are.</param>
    /// <param name="prefix">What they start with.</param>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public List<byte[]> Keys(ColumnFamilyHandle family, byte[] prefix) => Use(open =>
    {
        var keys = new List<byte[]>();
        using var iterator = open.NewIterator(family);
        for (iterator.Seek(prefix); iterator.Valid() && iterator.GetKeySpan().StartsWith(prefix); iterator.Next())
        {
            keys.Add(iterator.Key());
        }

        return keys;
    });

    /// <summary>Waits for running uses to end and closes the database.</summary>
    public void Dispose()
    {
        _gate.EnterWriteLock();
        try
        {
            if (!_closed)
            {
                _closed = true;
                Unmark();
                _database.Dispose();
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private static byte[] UnpurgedKey(UInt128 user)
    {
        byte[] key = [.. UnpurgedPrefix, .. new byte[16]];
        BinaryPrimitives.WriteUInt128BigEndian(key.AsSpan(UnpurgedPrefix.Length), user);
        return key;
    }

    /// <summary>The first key after all keys of a prefix; null where none can be.</summary>
    private static byte[]? After(ReadOnlySpan<byte> prefix)
    {
        var last = prefix.LastIndexOfAnyExcept(byte.MaxValue);
        if (last < 0)
        {
            return null;
        }

        var after = prefix[..(last + 1)].ToArray();
        after[last]++;
        return after;
    }

    private static DbOptions Options() => new DbOptions()
        .SetCreateIfMissing(true)
        .SetCreateMissingColumnFamilies(true)
        // Timelines have one writer, which then need not guard against others.
        .SetAllowConcurrentMemtableWrite(false)
        // Its log names keys where files are compacted by hand, and so users; logs of earlier builds that do go with the next start.
        .SetInfoLogLevel(InfoLogLevel.Warn)
        .SetKeepLogFileNum(1)
        .SetMaxTotalWalSize(128UL << 20);

    private static bool IsFull(Exception exception) => exception.Message.Contains(NoSpace, StringComparison.Ordinal);

    private static string Explain(string path, Exception exception)
    {
        if (IsFull(exception))
        {
            return $"The disk under Timeline:Path '{path}' is full; make room there, or set Timeline:Path to a directory on another disk.";
        }

        var first = exception.Message.ReplaceLineEndings(" ");
        return first.Contains("LOCK", StringComparison.Ordinal)
            ? $"Timeline:Path '{path}' is in use by another process; stop that process or set Timeline:Path to another directory."
            : $"Timeline:Path '{path}' cannot be opened ({first}); set Timeline:Path to a directory that this process may write to.";
    }

    private void Verify(string path)
    {
        if (TryRead(FormatKey, out var format))
        {
            var found = BinaryPrimitives.ReadInt32BigEndian(format);
            if (found is < EarliestFormat or > Format)
            {
                throw Unfit(path, "format", found, Format);
            }

            if (BinaryPrimitives.ReadInt32BigEndian(_database.Get(ShardsKey)) is var shards && shards != TimelineShards.Count)
            {
                throw Unfit(path, "shard count", shards, TimelineShards.Count);
            }

            CursorKey = _database.Get(CursorKeyKey);
            if (found < Format)
            {
                _database.Put(FormatKey, BigEndian(Format), writeOptions: Synced);
            }

            return;
        }

        CursorKey = RandomNumberGenerator.GetBytes(32);
        using var batch = new WriteBatch();
        batch.Put(FormatKey, BigEndian(Format));
        batch.Put(ShardsKey, BigEndian(TimelineShards.Count));
        batch.Put(CursorKeyKey, CursorKey);
        _database.Write(batch, Synced);
    }

    /// <summary>
    /// Notes under which start of the machine the database is open. What a process wrote survives its death; only where the machine has started
    /// anew since, and nobody closed the database, may something be missing.
    /// </summary>
    private void Mark(bool syncWrites)
    {
        if (MachineStart.Id() is { } now)
        {
            MayLackRows = !syncWrites && TryRead(OpenKey, out var before) && !before.AsSpan().SequenceEqual(now);
            _database.Put(OpenKey, now, writeOptions: Synced);
        }
    }

    private void Unmark()
    {
        try
        {
            _database.Remove(OpenKey, writeOptions: Synced);
        }
        catch (RocksDbException)
        {
            // A disk that is full must not keep the database from being closed; the next start may warn in vain.
        }
    }

    private static TimelineStoreException Unfit(string path, string what, int found, int wanted) => new(
        $"Timeline:Path '{path}' was written with {what} {found}, this build uses {wanted}; set Timeline:Path to another directory or run the build that wrote it.");

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private bool TryRead(byte[] key, [NotNullWhen(true)] out byte[]? value) => (value = _database.Get(key)) is not null;

    private static class Families
    {
        public const string Entries = "timeline-entries";
        public const string Places = "timeline-places";
        public const string Revisions = "timeline-revisions";
        public const string Posts = "posts";
        public const string PostContents = "post-contents";
        public const string PostExpiries = "post-expiries";
        public const string Erasures = "erasures";

        /// <summary>
        /// Size of a memtable, in MB. So much has to be free before RocksDB takes writes again after the disk was full: what is in memory goes into
        /// files first.
        /// </summary>
        public const int MemtableMegabytes = 32;

        /// <summary>Share of a memtable that its filter takes: more than ten bits a place.</summary>
        private const double PlaceFilterShare = 0.02;

        /// <summary>How long a file may lie as it is where posts are not kept for ever, in seconds: what was removed vanishes from it then.</summary>
        private const ulong OldestFile = 7 * 24 * 60 * 60;

        public static ColumnFamilies All(TimelineOptions options)
        {
            var cache = Cache.CreateLru((ulong)options.CacheMegabytes << 20);
            var families = new ColumnFamilies();
            foreach (var name in new[] { Entries, Revisions, Posts, PostContents, PostExpiries, Erasures })
            {
                families.Add(name, Tables(cache));
            }

            // Each event looks its place up, and most were never seen: filters tell so without a search, in memory as on disk. Keys are hashes,
            // and half of one tells a post as well as all of it.
            families.Add(Places, Tables(cache)
                .SetPrefixExtractor(SliceTransform.CreateFixedPrefix(PlaceKey.Bytes / 2))
                .SetMemtablePrefixBloomSizeRatio(PlaceFilterShare));
            if (options.RetentionDays > 0)
            {
                foreach (var family in families)
                {
                    Native.Instance.rocksdb_options_set_periodic_compaction_seconds(family.Options.Handle, OldestFile);
                }
            }

            return families;
        }

        private static ColumnFamilyOptions Tables(Cache cache) => new ColumnFamilyOptions()
            .SetWriteBufferSize((ulong)MemtableMegabytes << 20)
            .SetCompression(Compression.Lz4)
            .SetBlockBasedTableFactory(new BlockBasedTableOptions()
                .SetBlockCache(cache)
                .SetFilterPolicy(BloomFilterPolicy.Create(10, false)));
    }
}

using System.Buffers.Binary;
using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;
using RocksDbSharp;

namespace Moodstream.Grains.Tests.Storage;

public sealed class EmbeddedDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_database_in_use_is_refused_in_one_line_that_names_the_setting()
    {
        using var first = EmbeddedDatabase.Open(_directory.Options);

        var error = Assert.Throws<TimelineStoreException>(() => EmbeddedDatabase.Open(_directory.Options));

        Assert.Contains("Timeline:Path", error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused_in_one_line_that_names_the_setting()
    {
        var file = Path.Combine(_directory.Path, "file");
        File.WriteAllText(file, "not a directory");

        var error = Assert.Throws<TimelineStoreException>(() => EmbeddedDatabase.Open(new TimelineOptions { Path = file }));

        Assert.Contains("Timeline:Path", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("shards", "shard count")]
    [InlineData("format", "format")]
    public void A_database_of_another_format_or_shard_count_is_refused(string key, string named)
    {
        using (var database = EmbeddedDatabase.Open(_directory.Options))
        {
            database.Use(open =>
            {
                var other = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(other, 77);
                open.Put(System.Text.Encoding.ASCII.GetBytes(key), other);
                return true;
            });
        }

        var error = Assert.Throws<TimelineStoreException>(() => EmbeddedDatabase.Open(_directory.Options));

        Assert.Contains($"{named} 77", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_database_is_not_left_locked()
    {
        A_database_of_another_format_or_shard_count_is_refused("format", "format");

        using var raw = RocksDb.OpenReadOnly(new DbOptions(), _directory.Options.Path, errorIfLogFileExists: false);
        var error = Assert.Throws<TimelineStoreException>(() => EmbeddedDatabase.Open(_directory.Options));

        Assert.DoesNotContain("in use", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Where_the_machine_went_down_with_an_open_database_rows_may_be_missing_unless_writes_were_synced(bool syncWrites, bool mayLack)
    {
        Assert.SkipUnless(MachineStart.Id() is not null, "This system does not tell one start of the machine from another.");
        var options = new TimelineOptions { Path = _directory.Options.Path, SyncWrites = syncWrites };
        using (var fresh = EmbeddedDatabase.Open(options))
        {
            Assert.False(fresh.MayLackRows);
        }

        Leave("another start"u8.ToArray());
        using (var after = EmbeddedDatabase.Open(options))
        {
            Assert.Equal(mayLack, after.MayLackRows);
        }

        // A process that was killed leaves the database open under this start of the machine: what it wrote is there.
        Leave(MachineStart.Id()!);
        using var killed = EmbeddedDatabase.Open(options);
        Assert.False(killed.MayLackRows);
    }

    private void Leave(byte[] start)
    {
        using var database = EmbeddedDatabase.Open(_directory.Options);
        var path = _directory.Options.Path;
        database.Dispose();
        var families = new ColumnFamilies();
        foreach (var name in RocksDb.ListColumnFamilies(new DbOptions(), path).Where(name => name != "timeline-places"))
        {
            families.Add(name, new ColumnFamilyOptions());
        }

        families.Add("timeline-places", new ColumnFamilyOptions().SetPrefixExtractor(SliceTransform.CreateFixedPrefix(8)));
        using var raw = RocksDb.Open(new DbOptions(), path, families);
        raw.Put("open-since-boot"u8.ToArray(), start);
    }
}

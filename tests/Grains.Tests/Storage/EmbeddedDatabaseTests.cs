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
}

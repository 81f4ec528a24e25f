using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Faces;

namespace Moodstream.Trainer.Tests.Faces;

[Trait("Category", "Unit")]
public sealed class FaceNetworksTests
{
    [Fact]
    public void Another_package_is_refused_with_the_command_that_gets_the_right_one()
    {
        var error = Assert.Throws<TrainerException>(() => FacePackage.Read([1, 2, 3]));

        Assert.Contains("npm pack @vladmandic/face-api@1.7.15", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_unpacked_from_a_byte_or_four_in_the_order_of_the_manifest()
    {
        object manifest = new[]
        {
            new
            {
                weights = new object[]
                {
                    new { name = "a", shape = new[] { 2 }, dtype = "float32", quantization = new { dtype = "uint8", scale = 0.5, min = -1.0 } },
                    new { name = "b", shape = new[] { 1 }, dtype = "float32" },
                },
            },
        };
        var archive = Pack(("net-weights_manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest)), ("net.bin", [0, 255, .. BitConverter.GetBytes(2.5f)]));

        var weights = FaceWeights.Read(FacePackage.Read(archive, Convert.ToHexStringLower(SHA256.HashData(archive))), "net");

        Assert.Equal([-1, 126.5f], weights["a"].Values);
        Assert.Equal([2.5f], weights["b"].Values);
        Assert.Contains("'c'", Assert.Throws<TrainerException>(() => weights["c"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Weights_of_another_length_than_the_manifest_says_are_refused(int length)
    {
        Dictionary<string, byte[]> files = new()
        {
            ["net-weights_manifest.json"] = """[{"weights":[{"name":"a","shape":[1],"dtype":"float32","quantization":{"dtype":"uint8","scale":1,"min":0}}]}]"""u8.ToArray(),
            ["net.bin"] = new byte[length],
        };

        Assert.Throws<TrainerException>(() => FaceWeights.Read(files, "net"));
        Assert.Throws<TrainerException>(() => FaceWeights.Read(files, "other"));
    }

    [Fact]
    public void Axes_change_places()
    {
        FaceWeight weight = new([1, 2, 3], [1, 2, 3, 4, 5, 6]);

        var turned = weight.Permute(2, 0, 1);

        Assert.Equal([3, 1, 2], turned.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], turned.Values);
    }

    private static byte[] Pack(params IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using MemoryStream archive = new();
        using (GZipStream packed = new(archive, CompressionMode.Compress))
        using (TarWriter entries = new(packed))
        {
            foreach (var (name, bytes) in files)
            {
                entries.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"package/model/{name}") { DataStream = new MemoryStream(bytes) });
            }
        }

        return archive.ToArray();
    }
}

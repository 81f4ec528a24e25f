using Moodstream.Inference.Vision.Faces;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Tests.Vision.Faces;

[Trait("Category", "Unit")]
public sealed class FaceCutterTests
{
    private const int Side = FaceNetworks.FaceSide;

    [Theory]
    [InlineData(24)]
    [InlineData(112)]
    [InlineData(190)]
    public void A_face_keeps_its_brightness_from_edge_to_edge_at_any_size(int size)
    {
        using var picture = Slope();

        var face = Cut(picture, new FaceBox(1, 5, 5, 5 + size, 5 + size));

        Assert.Equal(5 + (size * 0.5 / Side), At(face, 0, 50), 1.0);
        Assert.Equal(5 + (size / 2.0), At(face, Side / 2, 50), 1.0);
        Assert.Equal(5 + (size * (Side - 0.5) / Side), At(face, Side - 1, 50), 1.0);
        Assert.Equal(At(face, 40, 0), At(face, 40, Side - 1));
    }

    [Fact]
    public void A_narrow_face_stands_in_the_middle_of_a_black_square()
    {
        using var picture = Slope();

        var face = Cut(picture, new FaceBox(1, 100, 20, 140, 100));

        Assert.Equal([0, 0], new[] { At(face, 27, 50), At(face, 84, 50) });
        Assert.All([28, 56, 83], x => Assert.InRange(At(face, x, 50), (byte)99, (byte)141));
    }

    [Fact]
    public void A_box_that_moves_a_little_changes_the_face_a_little()
    {
        using var picture = Slope();

        var first = Cut(picture, new FaceBox(1, 40.45f, 40.45f, 100.45f, 100.45f));
        var second = Cut(picture, new FaceBox(1, 40.55f, 40.55f, 100.55f, 100.55f));

        Assert.All(first.Zip(second), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1));
        Assert.NotEqual(first, second);
    }

    private static byte At(byte[] face, int x, int y) => face[((y * Side) + x) * 3];

    private static byte[] Cut(RgbPicture picture, FaceBox box)
    {
        var face = new byte[Side * Side * 3];
        FaceCutter.Cut(picture, box, face);
        return face;
    }

    /// <summary>A picture that is as bright as the column's number.</summary>
    private static RgbPicture Slope()
    {
        RgbPicture picture = new(200, 200);
        for (var i = 0; i < picture.Writable.Length; i++)
        {
            picture.Writable[i] = (byte)(i / 3 % 200);
        }

        return picture;
    }
}

using Moodstream.Inference.Vision.Faces;

namespace Moodstream.Inference.Tests.Vision.Faces;

[Trait("Category", "Unit")]
public sealed class FaceFinderTests
{
    private const int Side = FaceNetworks.PictureSide;

    [Fact]
    public void Of_boxes_of_one_face_the_surest_stays()
    {
        var cells = Nothing();
        Put(cells, row: 6, column: 6, anchor: 2, score: 2);
        Put(cells, row: 6, column: 6, anchor: 3, score: 1);
        Put(cells, row: 2, column: 11, anchor: 0, score: 1);

        var faces = FaceFinder.Find(cells, Side, Side);

        Assert.Equal(2, faces.Count);
        Assert.Equal(1 / (1 + MathF.Exp(-2)), faces[0].Score, 1e-5f);
        Assert.Equal((208f, 208f), ((faces[0].Left + faces[0].Right) / 2, (faces[0].Top + faces[0].Bottom) / 2));
        Assert.Equal(2.882459f * 32, faces[0].Width, 1e-3f);
    }

    [Fact]
    public void Boxes_end_where_the_picture_ends()
    {
        var cells = Nothing();
        Put(cells, row: 0, column: 0, anchor: 4, score: 3);

        var face = Assert.Single(FaceFinder.Find(cells, 100, 60));

        Assert.Equal((0f, 0f, 100f, 60f), (face.Left, face.Top, face.Right, face.Bottom));
    }

    [Fact]
    public void A_crowd_costs_no_more_than_its_surest_faces()
    {
        var cells = Nothing();
        for (var place = 0; place < 169; place++)
        {
            Put(cells, place / 13, place % 13, anchor: 0, score: place / 50f);
        }

        var faces = FaceFinder.Find(cells, Side, Side);

        Assert.Equal(FaceFinder.MostFaces, faces.Count);
        Assert.Equal(1 / (1 + MathF.Exp(-168 / 50f)), faces[0].Score, 1e-5f);
    }

    [Fact]
    public void Beyond_the_picture_there_are_no_faces()
    {
        var cells = Nothing();
        Put(cells, row: 12, column: 12, anchor: 0, score: 3);

        Assert.Empty(FaceFinder.Find(cells, Side, 100));
        Assert.Single(FaceFinder.Find(cells, Side, Side));
    }

    private static float[] Nothing()
    {
        var cells = new float[13 * 13 * FaceNetworks.NumbersACell];
        for (var score = 4; score < cells.Length; score += 5)
        {
            cells[score] = -20;
        }

        return cells;
    }

    private static void Put(float[] cells, int row, int column, int anchor, float score) => cells[(((((row * 13) + column) * 5) + anchor) * 5) + 4] = score;
}

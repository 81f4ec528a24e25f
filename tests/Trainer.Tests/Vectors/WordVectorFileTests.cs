using Moodstream.Inference.Text;
using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Vectors;

namespace Moodstream.Trainer.Tests.Vectors;

[Trait("Category", "Unit")]
public sealed class WordVectorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Glove_text_gives_the_wanted_words_in_order()
    {
        var file = _folder.Write("glove.txt", "the 1 2 3", ". . . 4 5 6", "cat -0.5 1e-1 0");

        var vectors = WordVectorFile.Read(file, (word, _) => word != "the");

        Assert.Equal(3, vectors.Dimension);
        Assert.Equal([". . .", "cat"], vectors.Words.Select(word => word.Key));
        Assert.Equal([-0.5f, 0.1f, 0f], vectors.Words[1].Value);
    }

    [Fact]
    public void A_word2vec_header_line_is_passed_over()
    {
        var file = _folder.Write("vectors.txt", "2 2", "a 1 2", "b 3 4");

        var vectors = WordVectorFile.Read(file, (_, rank) => rank == 0);

        Assert.Equal([1f, 2f], Assert.Single(vectors.Words).Value);
    }

    [Fact]
    public void The_json_of_wink_embeddings_is_ordered_by_its_words_and_cut_to_its_dimensions()
    {
        var file = _folder.Write(
            "wink.json",
            """{"precision":8,"dimensions":2,"extra":{"x":[1,{"y":2}]},"words":["the","cat"],"vectors":{"cat":[3,4,0.5,1],"the":[1,2,0.5,0]}}""");

        var vectors = WordVectorFile.Read(file, (_, _) => true);

        Assert.Equal(["the", "cat"], vectors.Words.Select(word => word.Key));
        Assert.Equal([3f, 4f], vectors.Words[1].Value);
    }

    [Fact]
    public void A_json_larger_than_the_buffer_is_read_whole()
    {
        var words = Enumerable.Range(0, 20_000).Select(rank => $"word{rank}").ToArray();
        var file = _folder.Write(
            "wink.json",
            $$"""{"dimensions":1,"words":[{{string.Join(',', words.Select(word => $"\"{word}\""))}}],"vectors":{""",
            string.Join(',', words.Select((word, rank) => $"\"{word}\":[{rank}]")),
            "}}");

        var vectors = WordVectorFile.Read(file, (_, rank) => rank % 2 == 1);

        Assert.Equal(10_000, vectors.Words.Count);
        Assert.All(vectors.Words, word => Assert.Equal($"word{word.Value[0]}", word.Key));
    }

    [Fact]
    public void The_words_of_a_bundle_are_vectors_to_start_from()
    {
        var file = _folder.File("words.bin");
        File.WriteAllBytes(file, new WordVectors(new Vocabulary(["the", "cat", "sat"]), [1, 2, 3, 4, 5, 6], 2).ToBytes());

        var vectors = WordVectorFile.Read(file, (word, rank) => rank < 1 || word == "sat");

        Assert.Equal(2, vectors.Dimension);
        Assert.Equal(["the", "sat"], vectors.Words.Select(word => word.Key));
        Assert.Equal([5f, 6f], vectors.Words[1].Value);
    }

    [Theory]
    [InlineData("glove.txt", "the 1 2\ncat 1", "glove.txt:2")]
    [InlineData("glove.txt", "the 1 2\ncat 1 x", "glove.txt:2")]
    [InlineData("wink.json", """{"words":["a"],"vectors":{"a":[1]}}""", "'dimensions'")]
    [InlineData("wink.json", """{"dimensions":2,"vectors":{"a":[1]}}""", "not 2")]
    [InlineData("wink.json", "[1, 2", "wink.json")]
    [InlineData("GoogleNews.bin", "3000000 300", "not the words.bin of a model bundle")]
    public void A_file_of_another_form_is_refused_with_the_option_named(string name, string content, string part)
    {
        var error = Assert.Throws<TrainerException>(() => WordVectorFile.Read(_folder.Write(name, content), (_, _) => true));

        Assert.StartsWith("--vectors", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Moodstream.Abstractions.Models;
using Moodstream.Silo.Quality;

namespace Moodstream.Silo.Tests.Quality;

[Trait("Category", "Unit")]
public sealed class DriftTests
{
    private static readonly Expectation Expected = Expectation.Read(JsonDocument.Parse("""
        { "labels": ["joy", "anger"], "confusion": [[6, 0], [1, 3]],
          "calibration": { "eceAfter": 0.1, "bins": [{ "confidence": 0.5, "accuracy": 0.5, "posts": 5 }, { "confidence": 0.9, "accuracy": 1, "posts": 5 }] } }
        """).RootElement, null, "1")!;

    [Fact]
    public void The_mix_and_the_confidence_of_the_test_posts_are_read_from_the_record_of_the_training()
    {
        Assert.Equal((0.7, 0.3), (Expected.Mix["joy"], Expected.Mix["anger"]));
        Assert.Equal(0.7, Expected.Confidence!.Value, 6);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"labels":["joy"],"confusion":[[1,2],[3,4]]}""")]
    public void A_record_that_says_nothing_of_it_is_none(string run) => Assert.Null(Expectation.Read(JsonDocument.Parse(run).RootElement, null, "1"));

    [Fact]
    public void An_evaluation_of_the_same_version_counts_before_the_training_and_without_one_too()
    {
        var evaluation = JsonDocument.Parse("""
            { "model": { "version": "2", "labels": ["joy", "anger"] }, "calibrationError": 0.1, "bins": [{ "confidence": 0.6, "accuracy": 0.5, "posts": 4 }],
              "rows": [{ "view": "all", "scores": { "confusion": [[1, 1], [0, 2]] } }] }
            """).RootElement;

        var measured = Expectation.Read(null, evaluation, "2")!;

        Assert.Equal((0.25, 0.75), (measured.Mix["joy"], measured.Mix["anger"]));
        Assert.Equal(0.6, measured.Confidence!.Value, 6);
        Assert.Null(Expectation.Read(null, evaluation, "3"));
    }

    [Fact]
    public void A_stream_like_the_test_posts_does_not_drift()
    {
        var drift = Of(Expected);
        for (var i = 0; i < 20_000; i++)
        {
            drift.Add(i % 10 < 7 ? "joy" : "anger", i % 2 == 0 ? 0.5 : 0.9);
        }

        Assert.InRange(drift.Mix, 0, 0.01);
        Assert.InRange(drift.Confidence, -0.01, 0.01);
    }

    [Fact]
    public void A_stream_of_another_mix_drifts_and_comes_back_with_it()
    {
        var drift = Of(Expected);
        Add(drift, "anger", 0.4, Drift.Least - 1);
        Assert.Equal((0, 0), (drift.Mix, drift.Confidence));

        Add(drift, "anger", 0.4, 1);
        Assert.Equal(0.7, drift.Mix, 6);
        Assert.Equal(-0.3, drift.Confidence, 6);

        // Long enough for the weights to be scaled down several times.
        for (var i = 0; i < 200_000; i++)
        {
            drift.Add(i % 10 < 7 ? "joy" : "anger", 0.7);
        }

        Assert.InRange(drift.Mix, 0, 0.01);
    }

    [Fact]
    public void Nothing_is_compared_where_nothing_is_expected()
    {
        var drift = Of(null);
        Add(drift, "joy", 0.9, 1_000);
        Assert.Equal((0, 0), (drift.Mix, drift.Confidence));
    }

    private static Drift Of(Expectation? expected) => new(new ModelReference("m", "1"), expected);

    private static void Add(Drift drift, string emotion, double confidence, int times)
    {
        for (var i = 0; i < times; i++)
        {
            drift.Add(emotion, confidence);
        }
    }
}

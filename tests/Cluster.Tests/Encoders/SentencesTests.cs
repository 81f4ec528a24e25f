using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Encoders;

public sealed class SentencesTests
{
    [Fact]
    public async Task Sentences_run_on_both_of_two_devices()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("moodstream-sentences-");
        try
        {
            await using var model = await TagsModel.WriteAsync(folder.FullName, picture: null, cancelled, sentences: true, devices: "cpu:0,cpu:1");
            await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0", "cpu:1"]], model: model);
            var texts = Enumerable.Range(0, 300).Select(i => TestPosts.Words($"p{i}", $"a sentence, number {i}, of a good day")).ToArray();
            var expected = await model.PredictAsync([texts[0].Content], cancellationToken: cancelled);
            using var listener = Listen(out var items);

            var outcomes = await cluster.Cluster.Silos[0].GrainFactory().GetGrain<IPostRouter>(0).Classify([.. texts], TestContext.Current.CancellationToken);

            Assert.All(outcomes, outcome => Assert.NotNull(outcome.Event));
            Assert.All(
                expected[0].Verdict!.Fused.Values.Zip(outcomes[0].Event!.Probabilities.Values),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.All(model.Devices.Select(device => device.Id), device => Assert.True(items.GetValueOrDefault(device) >= 50, $"{device}: {items.GetValueOrDefault(device)}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Counts the texts that devices compute.</summary>
    private static MeterListener Listen(out ConcurrentDictionary<string, long> items)
    {
        var counted = items = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "moodstream.inference.items")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var (modality, device) = ("", "");
            foreach (var (key, value) in tags)
            {
                (modality, device) = key switch { "modality" => ((string)value!, device), "device" => (modality, (string)value!), _ => (modality, device) };
            }

            if (modality == Modality.Text.Name)
            {
                counted.AddOrUpdate(device, count, (_, before) => before + count);
            }
        });
        listener.Start();
        return listener;
    }
}

using System.Collections.Immutable;
using System.Threading.Channels;
using Confluent.Kafka;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>
/// The job as one would write it for one process and nothing else: consume, parse, classify, store rows, produce, commit. It keeps what
/// Moodstream promises of a post that goes well (the same event, acknowledged, and a row written before its offset is committed), and
/// nothing of what Moodstream does when something goes wrong.
/// </summary>
/// <remarks>
/// Three steps at a time, beside the threads of the Kafka client: consuming and parsing; classifying; storing and producing, in the order in which
/// batches came. Offsets are committed in the background, as far as batches are finished.
/// </remarks>
internal sealed class PlainLoop : IDisposable
{
    private const int BatchSize = 512;
    private const int PictureBytesPerBatch = 1_000_000;
    private const int BatchesAhead = 4;
    private const int BatchesClassified = 2;
    private const int BatchesInFlight = 16;
    private const int LongestWaitMs = 1;

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly LoopClassifier _classifier;
    private readonly LoopStore _store;
    private readonly LoopPublisher _publisher;
    private readonly string _topic;
    private readonly LoopParts _parts = new();
    private readonly PostParser _parser = new(new PostLimits());
    private readonly Channel<LoopBatch> _read = Steps<LoopBatch>(BatchesAhead);
    private readonly Channel<(LoopBatch Batch, Task<ImmutableArray<Verdict>> Verdicts)> _classified = Steps<(LoopBatch, Task<ImmutableArray<Verdict>>)>(BatchesClassified);
    private readonly Channel<LoopBatch> _sent = Steps<LoopBatch>(BatchesInFlight);

    private PlainLoop(RunTopics topics, IEmotionModel model, string folder)
    {
        _topic = topics.Posts;
        _classifier = new LoopClassifier(model);
        _store = new LoopStore(folder);
        _publisher = new LoopPublisher(topics);
        _consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = topics.Bootstrap,
            GroupId = topics.Group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 1_000,
            // No post of this benchmark has headers.
            ConsumeResultFields = "timestamp",
            FetchWaitMaxMs = 50,
            ReceiveMessageMaxBytes = 100_000_000,
        }).Build();
        _consumer.Subscribe(topics.Posts);
    }

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="topics">Where from and where to.</param>
    /// <param name="bundle">Folder of the model.</param>
    /// <param name="folder">Folder of its rows.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(RunTopics topics, string bundle, string folder, CancellationToken stop)
    {
        await using var model = await ModelBundle.LoadAsync(bundle, new InferenceOptions(), cancellationToken: stop);
        using var loop = new PlainLoop(topics, model, folder);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] steps =
        [
            Task.Factory.StartNew(() => loop.Read(ends.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Run(() => loop.ClassifyAsync(ends.Token), CancellationToken.None),
            Task.Run(() => loop.PublishAsync(ends.Token), CancellationToken.None),
            Task.Run(() => loop.CommitAsync(ends.Token), CancellationToken.None),
        ];
        // A step that fails ends the others, which would wait for it for ever.
        await Task.WhenAny(steps);
        await ends.CancelAsync();
        try
        {
            await Task.WhenAll(steps);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As it was told.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _publisher.Dispose();
        _consumer.Dispose();
        _store.Dispose();
    }

    private static Channel<T> Steps<T>(int ahead) =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });

    private void Read(CancellationToken stop)
    {
        var batch = new LoopBatch(BatchSize);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var message = batch.Posts.Count == 0 ? _consumer.Consume(stop) : _consumer.Consume(LongestWaitMs);
            if (message is not null)
            {
                var received = DateTimeOffset.FromUnixTimeMilliseconds(message.Message.Timestamp.UnixTimestampMs);
                var parsed = _parser.Parse(message.Message.Value, received);
                if (_parts.Add(message, parsed.Post ?? throw new InvalidOperationException(parsed.Failure!.Message)) is { } post)
                {
                    batch.Add(message.Message.Key, post);
                }

                batch.NextOffsets[message.Partition] = _parts.ResumeAt(message);
            }

            if ((message is null && batch.Posts.Count > 0) || batch.Posts.Count == BatchSize || batch.PictureBytes > PictureBytesPerBatch)
            {
                var pending = _read.Writer.WriteAsync(batch, stop);
                if (!pending.IsCompletedSuccessfully)
                {
                    pending.AsTask().Wait(stop);
                }

                batch = new LoopBatch(BatchSize);
            }
        }
    }

    private async Task ClassifyAsync(CancellationToken stop)
    {
        await foreach (var batch in _read.Reader.ReadAllAsync(stop))
        {
            // Words are classified when this returns; of pictures, the next batch is decoded while the network has this one.
            await _classified.Writer.WriteAsync((batch, _classifier.ClassifyAsync(batch.Contents, stop)), stop);
        }
    }

    private async Task PublishAsync(CancellationToken stop)
    {
        await foreach (var (batch, classifying) in _classified.Reader.ReadAllAsync(stop))
        {
            var verdicts = await classifying;
            var now = DateTimeOffset.UtcNow;
            var events = LoopEvents.Write(batch.Posts, verdicts, now);
            _store.Write(batch, events);
            _publisher.Send(batch, events, now);
            await _sent.Writer.WriteAsync(batch, stop);
        }
    }

    private async Task CommitAsync(CancellationToken stop)
    {
        await foreach (var batch in _sent.Reader.ReadAllAsync(stop))
        {
            await batch.Delivered.WaitAsync(stop);
            foreach (var (partition, next) in batch.NextOffsets)
            {
                _consumer.StoreOffset(new TopicPartitionOffset(_topic, partition, next));
            }
        }
    }
}

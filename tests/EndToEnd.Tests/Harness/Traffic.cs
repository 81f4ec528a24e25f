using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>
/// Posts that go on coming while a test breaks things, one in ten with a picture and one in twenty in parts, and an ear on the topic of events,
/// which measures how long each partition of posts was silent.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Users = 240;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly string _postsTopic;
    private readonly CancellationTokenSource _stopSending = new();
    private readonly CancellationTokenSource _stopListening = new();
    private readonly ConcurrentDictionary<string, int> _partitions = new();
    private readonly ConcurrentDictionary<int, (long Last, TimeSpan Longest)> _silences = new();
    private readonly ConcurrentDictionary<string, bool> _heard = new();
    private readonly byte[] _picture = File.ReadAllBytes(Repository.Sample("coffee.jpg"));
    private readonly Task _listening;
    private Task _sending = Task.CompletedTask;
    private int _sent;

    public Traffic(string bootstrapServers, string postsTopic, string eventsTopic)
    {
        _postsTopic = postsTopic;
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            EnableIdempotence = true,
            ReconnectBackoffMaxMs = 1_000,
            MessageTimeoutMs = 300_000,
        }).Build();
        _listening = Task.Factory.StartNew(
            () => Listen(bootstrapServers, eventsTopic), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Posts that were sent.</summary>
    public int Sent => _sent;

    /// <summary>Ids of events that were heard.</summary>
    public int Heard => _heard.Count;

    /// <summary>The longest time since <see cref="BeginMeasuring"/> in which nothing came of a partition that posts are sent to.</summary>
    public TimeSpan LongestSilence
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            return _silences.Values.Select(silence => TimeSpan.FromTicks(Math.Max(silence.Longest.Ticks, Stopwatch.GetElapsedTime(silence.Last, now).Ticks))).Max();
        }
    }

    /// <summary>Whether every partition that posts are sent to was heard of within a time.</summary>
    public bool AllHeardWithin(TimeSpan time) => !_silences.IsEmpty && _silences.Values.All(silence => Stopwatch.GetElapsedTime(silence.Last) < time);

    /// <summary>Begins to send.</summary>
    public void Start(int postsPerSecond) => _sending = SendAsync(postsPerSecond);

    /// <summary>Forgets earlier silences.</summary>
    public void BeginMeasuring()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var partition in _partitions.Values.Distinct())
        {
            _silences[partition] = (now, TimeSpan.Zero);
        }
    }

    /// <summary>Sends no more; done when everything that was sent is confirmed.</summary>
    public async Task StopSendingAsync()
    {
        await _stopSending.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopSending.CancelAsync();
        await _stopListening.CancelAsync();
        await Task.WhenAll(_sending, _listening);
        _producer.Dispose();
        _stopSending.Dispose();
        _stopListening.Dispose();
    }

    private async Task SendAsync(int postsPerSecond)
    {
        var confirmed = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopSending.Token))
            {
                for (var i = 0; i < postsPerSecond / 10; i++)
                {
                    confirmed.AddRange(Next(_sent++).Select(SendAsync));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(confirmed);
        }
    }

    private async Task SendAsync(TestPost post)
    {
        var delivered = await _producer.ProduceAsync(
            _postsTopic, new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(post.UserId), Value = post.Json() }, CancellationToken.None);
        _partitions[post.UserId] = delivered.Partition.Value;
    }

    private IEnumerable<TestPost> Next(int number)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"user-{number % Users}");
        var post = new TestPost(string.Create(CultureInfo.InvariantCulture, $"post-{number}"), user, "what a wonderful surprise, i love it");
        return (number % 20) switch
        {
            3 or 13 => [post with { Image = _picture }],
            // Its picture comes first, twice, and its words at last.
            7 => [post with { Text = null, Image = _picture, Expects = ["text", "image"] }, post with { Text = null, Image = _picture, Expects = ["text", "image"] }, post with { Expects = ["text", "image"] }],
            _ => [post],
        };
    }

    private void Listen(string bootstrapServers, string eventsTopic)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = $"traffic-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            ReconnectBackoffMaxMs = 1_000,
            FetchWaitMaxMs = 50,
            FetchErrorBackoffMs = 100,
        }).Build();
        using (var admin = new DependentAdminClientBuilder(consumer.Handle).Build())
        {
            consumer.Assign(admin.GetMetadata(eventsTopic, TimeSpan.FromSeconds(30)).Topics[0].Partitions
                .Select(partition => new TopicPartitionOffset(eventsTopic, partition.PartitionId, Offset.Beginning)));
        }

        while (!_stopListening.IsCancellationRequested)
        {
            if (consumer.Consume(Tick) is { Message.Key: { } key } message)
            {
                _heard[message.Header("ce_id")] = true;
                if (_partitions.TryGetValue(Encoding.UTF8.GetString(key), out var partition))
                {
                    var now = Stopwatch.GetTimestamp();
                    _silences.AddOrUpdate(
                        partition,
                        _ => (now, TimeSpan.Zero),
                        (_, silence) => (now, TimeSpan.FromTicks(Math.Max(silence.Longest.Ticks, Stopwatch.GetElapsedTime(silence.Last, now).Ticks))));
                }
            }
        }

        consumer.Close();
    }
}

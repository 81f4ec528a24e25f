using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Tests.Placement;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Credits;

public sealed class DeviceCreditsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly FakeDirectory _devices = new();
    private readonly DeviceCredits _credits;

    public DeviceCreditsTests()
    {
        var silos = new FakeSilos(("own", [], null));
        _credits = new DeviceCredits(_devices, silos, new CreditTerms(), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _credits.Dispose();

    [Fact]
    public async Task Accelerators_are_chosen_before_the_own_cpu_as_long_as_they_have_credit()
    {
        There("own/cpu:0", "far/cuda:0");

        Assert.Equal(Enumerable.Repeat("far/cuda:0", 8).Concat(Enumerable.Repeat("own/cpu:0", 8)), await RentAsync(16));
    }

    [Fact]
    public async Task Of_idle_devices_the_own_is_chosen()
    {
        There("own/cpu:0", "far/cpu:0", "further/cpu:0");
        for (var i = 0; i < 6; i++)
        {
            using var rent = await RentAsync();
            Assert.Equal("own", rent.Device.Silo);
        }
    }

    [Fact]
    public async Task Work_goes_to_the_device_with_the_smallest_share_of_its_credit_in_use()
    {
        There("own/cpu:0", "far/cpu:0");
        (await RentAsync()).Answered(16);

        var shares = (await RentAsync(10)).CountBy(device => device).ToDictionary();

        // Half of 16 and half of 8, with the two that were outstanding before.
        Assert.Equal((6, 4), (shares["own/cpu:0"], shares["far/cpu:0"]));
    }

    [Fact]
    public async Task Devices_that_are_alike_take_turns()
    {
        There("own/cuda:0", "own/cuda:1");
        var chosen = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            using var rent = await RentAsync();
            chosen.Add(rent.Device.Device);
        }

        Assert.Equal(2, chosen.Distinct().Count());
    }

    [Fact]
    public async Task Work_waits_until_credit_is_given_back_and_goes_in_the_order_in_which_it_came()
    {
        There("own/cpu:0");
        var first = await TakeAllAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => WaitAsync()).ToArray();
        Assert.DoesNotContain(waiting, rent => rent.IsCompleted);

        for (var i = 0; i < 3; i++)
        {
            first[i].Dispose();
            Assert.NotNull(await waiting[i]);
            Assert.DoesNotContain(waiting.Skip(i + 1), rent => rent.IsCompleted);
        }
    }

    [Fact]
    public async Task Credit_that_grows_serves_those_who_wait()
    {
        There("own/cpu:0");
        var taken = await TakeAllAsync();
        var waiting = WaitAsync();

        taken[0].Answered(9);

        Assert.Equal(1, (await waiting)!.Count);
    }

    [Fact]
    public async Task What_goes_on_keeps_its_place_before_what_came_later()
    {
        There("own/cpu:0");
        var earlier = _credits.TakePlace(default);
        var taken = await TakeAllAsync();
        var later = WaitAsync();
        var goesOn = WaitAsync(earlier);

        taken[0].Dispose();

        Assert.NotNull(await goesOn);
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task Who_has_a_deadline_goes_first_and_is_told_when_it_passes()
    {
        There("own/cpu:0");
        var taken = await TakeAllAsync();
        var lane = WaitAsync();
        var urgent = WaitAsync(_credits.TakePlace(new Patience { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(10) }));
        var moreUrgent = WaitAsync(_credits.TakePlace(new Patience { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(5) }));

        taken[0].Dispose();
        Assert.NotNull(await moreUrgent);
        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => urgent);
        Assert.False(lane.IsCompleted);
    }

    [Fact]
    public async Task Words_never_wait_behind_pictures()
    {
        There("own/cpu:0");
        await TakeAllAsync();
        var pictures = WaitAsync();

        using var words = await RentAsync(Modality.Text);

        Assert.False(pictures.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line_at_once_and_holds_nobody_up()
    {
        There("own/cpu:0");
        var taken = await TakeAllAsync();
        using var impatient = new CancellationTokenSource();
        var given = _credits.RentAsync(Modality.Image, 100, _credits.TakePlace(default), [], impatient.Token);
        var next = WaitAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        taken[0].Dispose();

        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Who_only_ends_the_wait_keeps_what_it_has()
    {
        There("own/cpu:0");
        using var draining = new CancellationTokenSource();
        var place = _credits.TakePlace(new Patience { Waiting = draining.Token });
        var rent = await _credits.RentAsync(Modality.Image, 1, place, [], Token);
        await TakeAllAsync();
        var waiting = WaitAsync(place);

        await draining.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(place));
        Assert.Equal(1, rent!.Count);
    }

    [Fact]
    public async Task A_device_that_failed_gives_its_credit_back_and_stands_back_for_a_moment()
    {
        There("own/cuda:0", "far/cpu:0");
        var failed = await RentAsync();
        failed.Failed();
        failed.Dispose();

        Assert.Equal("far/cpu:0", (await RentAsync()).Device.ToString());
        _time.Advance(TimeSpan.FromSeconds(5));
        var probe = await RentAsync(Modality.Image);
        Assert.Equal(("own/cuda:0", 1), (probe.Device.ToString(), probe.Count));
        Assert.Equal("far/cpu:0", (await RentAsync()).Device.ToString());
        probe.Answered(100);
        Assert.Equal("own/cuda:0", (await RentAsync()).Device.ToString());
    }

    [Fact]
    public async Task A_device_that_failed_is_chosen_where_it_is_the_only_one_but_for_one_content_at_a_time()
    {
        There("own/cpu:0");
        using (var failed = await RentAsync())
        {
            failed.Failed();
        }

        Assert.Equal(1, (await RentAsync()).Count);
        Assert.False(WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task Those_who_wait_hear_of_devices_that_join()
    {
        There("own/cpu:0");
        await TakeAllAsync();
        var waiting = WaitAsync();

        There("own/cpu:0", "new/cpu:0");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("new/cpu:0", (await waiting)!.Device.ToString());
    }

    [Fact]
    public async Task Those_who_wait_hear_of_devices_that_stand_back_no_longer()
    {
        There("own/cpu:0", "far/cpu:0");
        var all = await TakeAllAsync();
        all.First(rent => rent.Device.Silo == "far").Failed();
        all.Where(rent => rent.Device.Silo == "far").ToList().ForEach(rent => rent.Dispose());
        var waiting = WaitAsync();
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("far/cpu:0", (await waiting)!.Device.ToString());
    }

    [Fact]
    public async Task Where_there_is_no_device_nobody_waits()
    {
        Assert.Null(await WaitAsync());
        There("own/cpu:0");
        Assert.Null(await _credits.RentAsync(Modality.Image, 1, _credits.TakePlace(default), [new DeviceKey("own", "cpu:0")], Token));

        await TakeAllAsync();
        var waiting = WaitAsync();
        There();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Work_that_only_one_device_may_have_does_not_hold_up_what_another_can_take()
    {
        There("own/cpu:0", "far/cpu:0");
        var all = await TakeAllAsync();
        var bound = _credits.RentAsync(Modality.Image, 1, _credits.TakePlace(default), [new DeviceKey("far", "cpu:0")], Token);
        var free = WaitAsync();

        all.First(rent => rent.Device.Silo == "far").Dispose();

        Assert.Equal("far", (await free)!.Device.Silo);
        Assert.False(bound.IsCompleted);
    }

    [Fact]
    public async Task The_status_tells_what_is_outstanding_where()
    {
        There("own/cpu:0");
        var rent = await RentAsync();
        Assert.Equal([new DeviceCredit(rent.Device, Modality.Image, 8, 2, false)], _credits.Credits);

        rent.Answered(12);
        rent.Dispose();

        Assert.Equal([new DeviceCredit(rent.Device, Modality.Image, 12, 0, false)], _credits.Credits);
    }

    [Fact]
    public async Task However_many_come_and_go_at_once_no_more_is_outstanding_than_the_limit_and_none_is_lost()
    {
        There("own/cpu:0", "far/cpu:0");
        var outstanding = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            for (var left = 50; left > 0;)
            {
                using var rent = (await _credits.RentAsync(Modality.Image, left, _credits.TakePlace(default), [], Token))!;
                var now = Interlocked.Add(ref outstanding, rent.Count);
                InterlockedMax(ref most, now);
                await Task.Yield();

                // On a busy machine one might come and go before the next one comes.
                while (Volatile.Read(ref most) < 9)
                {
                    await Task.Delay(1, Token);
                }

                left -= rent.Count;
                Interlocked.Add(ref outstanding, -rent.Count);
            }
        })));

        Assert.InRange(most, 9, 16);
        Assert.All(_credits.Credits, credit => Assert.Equal(0, credit.Outstanding));

        static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); seen < value;)
            {
                seen = Interlocked.CompareExchange(ref target, value, seen) is var before && before == seen ? value : before;
            }
        }
    }

    private void There(params string[] devices) => _devices.Devices =
        [.. devices.Select(device => DeviceKey.TryParse(device, out var key) ? key : throw new ArgumentException(device))];

    private Task<DeviceRent?> WaitAsync(Place? place = null) =>
        _credits.RentAsync(Modality.Image, 100, place ?? _credits.TakePlace(default), [], Token);

    private async Task<DeviceRent> RentAsync(Modality? modality = null)
    {
        var rent = _credits.RentAsync(modality ?? Modality.Image, 100, _credits.TakePlace(default), [], Token);
        Assert.True(rent.IsCompleted, "No device is free.");
        return (await rent)!;
    }

    /// <summary>The devices that so many single contents go to.</summary>
    private async Task<IEnumerable<string>> RentAsync(int contents)
    {
        var devices = new List<string>();
        for (var i = 0; i < contents; i++)
        {
            devices.Add((await _credits.RentAsync(Modality.Image, 1, _credits.TakePlace(default), [], Token))!.Device.ToString());
        }

        return devices;
    }

    private async Task<List<DeviceRent>> TakeAllAsync()
    {
        var all = new List<DeviceRent>();
        while (_credits.Credits.Count == 0 || _credits.Credits.Any(credit => credit.Outstanding < credit.Limit))
        {
            all.Add(await RentAsync());
        }

        return all;
    }

    private sealed class FakeDirectory : IDeviceDirectory
    {
        public IReadOnlyList<DeviceKey> Devices { get; set; } = [];
    }
}

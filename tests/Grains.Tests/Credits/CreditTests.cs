using Microsoft.Extensions.Time.Testing;
using Moodstream.Grains.Credits;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Credits;

public sealed class CreditTests
{
    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly Credit _credit;

    public CreditTests() => _credit = new Credit(new CreditTerms(), _time);

    [Fact]
    public void A_device_that_was_never_heard_of_gets_one_micro_batch()
    {
        Assert.Equal(8, TakeAll());
        Assert.False(_credit.IsFree);
    }

    [Fact]
    public void An_answer_sets_the_limit_and_what_is_outstanding_counts_against_it()
    {
        TakeAll();
        _credit.Answered(12);

        Assert.Equal(4, TakeAll());
        Assert.Equal((12, 12), (_credit.Limit, _credit.Outstanding));
    }

    [Fact]
    public void The_limit_doubles_at_most_and_falls_at_once()
    {
        _credit.Answered(1_000);
        Assert.Equal(16, _credit.Limit);
        _credit.Answered(1_000);
        Assert.Equal(32, _credit.Limit);
        _credit.Answered(3);
        Assert.Equal(3, _credit.Limit);
    }

    [Theory]
    [InlineData(100, 8, 2)]
    [InlineData(100, 20, 5)]
    [InlineData(100, 21, 6)]
    [InlineData(100, 1_000, 32)]
    [InlineData(3, 1_000, 3)]
    [InlineData(100, 1, 1)]
    public void One_call_takes_a_quarter_of_the_limit_and_never_more_than_some_micro_batches(int wanted, int limit, int taken)
    {
        Grow(limit);

        Assert.Equal(taken, _credit.Take(wanted));
    }

    [Fact]
    public void A_device_that_got_slower_gets_nothing_until_enough_has_come_back()
    {
        Grow(80);
        TakeAll();
        _credit.Answered(8);

        Assert.Equal((0, false), (_credit.Take(100), _credit.IsFree));
        _credit.Return(72);
        Assert.Equal((0, false), (_credit.Take(100), _credit.IsFree));
        _credit.Return(2);
        Assert.Equal(2, _credit.Take(100));
    }

    [Fact]
    public void A_device_that_failed_stands_back_and_has_to_answer_for_one_content_before_it_gets_more()
    {
        Grow(80);
        _credit.Failed();
        Assert.True(_credit.StandsBack);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(_credit.StandsBack);
        Assert.Equal((1, 0), (_credit.Take(100), _credit.Take(100)));
        _credit.Return(1);
        _credit.Answered(60);
        Assert.Equal(2, TakeAll());
        _credit.Answered(60);
        Assert.Equal(2, TakeAll());
    }

    [Fact]
    public void A_device_that_answers_stands_back_no_longer()
    {
        _credit.Failed();
        _credit.Answered(8);

        Assert.False(_credit.StandsBack);
    }

    private void Grow(int limit)
    {
        do
        {
            _credit.Answered(limit);
        }
        while (_credit.Limit != limit);
    }

    private int TakeAll()
    {
        var all = 0;
        for (var taken = _credit.Take(1_000); taken > 0; taken = _credit.Take(1_000))
        {
            all += taken;
        }

        return all;
    }
}

using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Flow;

namespace Moodstream.Ingest.Tests.Flow;

[Trait("Category", "Unit")]
public sealed class RevisionOrderTests
{
    private static readonly PostKey Key = new("u1", "p1");

    private readonly RevisionOrder _order = new();

    [Fact]
    public void The_first_revision_goes_at_once_and_the_second_after_it()
    {
        var (a, b) = (_order.Enter(Key), _order.Enter(Key));

        var second = a.CarryAsync(2);
        Assert.False(second.IsCompleted);
        var first = b.CarryAsync(1);
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
        b.Leave();

        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void A_revision_waits_only_for_parts_that_may_carry_a_lower_one()
    {
        var (a, b, c) = (_order.Enter(Key), _order.Enter(Key), _order.Enter(Key));

        var third = a.CarryAsync(3);
        b.Leave();
        Assert.False(third.IsCompleted);
        var second = c.CarryAsync(2);

        Assert.True(second.IsCompleted);
        Assert.False(third.IsCompleted);
        c.Leave();
        Assert.True(third.IsCompleted);
    }

    [Fact]
    public void Parts_of_other_posts_do_not_matter()
    {
        _order.Enter(new PostKey("u2", "p1"));

        Assert.True(_order.Enter(Key).CarryAsync(2).IsCompleted);
    }

    [Fact]
    public void Two_deliveries_of_the_same_part_carry_the_same_revision_one_after_the_other()
    {
        var (a, b) = (_order.Enter(Key), _order.Enter(Key));
        var (first, again) = (a.CarryAsync(1), b.CarryAsync(1));

        Assert.True(first.IsCompleted);
        Assert.False(again.IsCompleted);
        a.Leave();
        a.Leave();
        Assert.True(again.IsCompleted);
    }

    [Fact]
    public void A_post_whose_parts_have_all_left_is_forgotten()
    {
        var part = _order.Enter(Key);
        part.CarryAsync(5);
        part.Leave();

        var (a, b) = (_order.Enter(Key), _order.Enter(Key));
        Assert.False(a.CarryAsync(5).IsCompleted);
        b.Leave();
    }
}

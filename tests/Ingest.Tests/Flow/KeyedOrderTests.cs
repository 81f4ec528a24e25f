using Moodstream.Ingest.Flow;

namespace Moodstream.Ingest.Tests.Flow;

[Trait("Category", "Unit")]
public sealed class KeyedOrderTests
{
    [Fact]
    public async Task Holders_of_one_key_pass_in_the_order_in_which_they_entered()
    {
        var order = new KeyedOrder<string>();
        var first = order.Enter("a");
        var second = order.Enter("a");
        var third = order.Enter("a");
        Assert.True(first.Ready.IsCompleted);
        third.Pass();
        Assert.False(second.Ready.IsCompleted);
        first.Pass();
        await second.Ready;
        second.Pass();
        await third.Ready;
    }

    [Fact]
    public void Other_keys_do_not_wait()
    {
        var order = new KeyedOrder<string>();
        order.Enter("a");
        Assert.True(order.Enter("b").Ready.IsCompleted);
    }

    [Fact]
    public void A_key_whose_holders_have_passed_starts_anew()
    {
        var order = new KeyedOrder<string>();
        order.Enter("a").Pass();
        Assert.True(order.Enter("a").Ready.IsCompleted);
    }
}

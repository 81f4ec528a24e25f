namespace Moodstream.TestKit;

public static class Wait
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Waits for a state; a state that never comes fails the test with what was awaited.</summary>
    public static async Task UntilAsync(Func<bool> state, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(state))] string? what = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Bound);
        while (!state())
        {
            try
            {
                await Task.Delay(10, bound.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Never came true: {what}");
            }
        }
    }
}

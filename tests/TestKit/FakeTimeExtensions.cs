using Microsoft.Extensions.Time.Testing;

namespace Moodstream.TestKit;

public static class FakeTimeExtensions
{
    /// <summary>Lets time pass until something has happened: a timer that is set a moment later is due at the next step.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task happened, CancellationToken cancellationToken)
    {
        while (!happened.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
            // Whoever waits gets the time to look at the clock: it must not run away from those who have just been woken.
            await Task.Delay(1, cancellationToken);
        }
    }
}

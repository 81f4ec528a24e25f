namespace Moodstream.Grains.Tests;

/// <summary>Runs code in turns, one at a time, as a grain's scheduler does.</summary>
internal static class Turns
{
    public static Task RunAsync(Func<Task> code) => Task.Factory.StartNew(
        code,
        TestContext.Current.CancellationToken,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}

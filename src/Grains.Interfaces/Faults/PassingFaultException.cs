using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Faults;

/// <summary>A fault of the cluster that passes by itself: no post is to blame, and whoever called should try again later.</summary>
/// <param name="message">What is wrong, and what to wait for.</param>
/// <param name="innerException">The cause.</param>
[GenerateSerializer, Alias("moodstream.PassingFaultException")]
public class PassingFaultException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>
    /// Whether a grain call's failure passes by itself: silos that come and go or change models, overload, time-outs,
    /// connections. Any other failure may be the fault of what was sent.
    /// </summary>
    /// <param name="exception">What the call threw.</param>
    public static bool Includes(Exception exception) =>
        exception is PassingFaultException or ModelVersionException or TimeoutException or OrleansException
            or OperationCanceledException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException;
}

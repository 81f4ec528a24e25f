using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.HostFiltering;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Security;

/// <summary>
/// Answers only those who call this server by a name of its own. A web page whose name its owner points at 127.0.0.1 (DNS rebinding) would
/// otherwise be served as if it were the dashboard.
/// </summary>
internal static class HostRule
{
    private const string Refusal = "This server is not known by that name; add it to the setting Http:AllowedHosts if it is one of its own.";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Adds the rule, which the platform enforces before anything else.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urls">The setting <c>urls</c>.</param>
    /// <param name="allowed">Further names, separated by commas or semicolons; <c>*</c> for all.</param>
    public static void AddHostRule(this IServiceCollection services, string urls, string? allowed)
    {
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = [.. Names(urls, allowed)];
            options.IncludeFailureMessage = false;
        });
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Answer>());
    }

    /// <summary>The names by which this server may be called.</summary>
    /// <param name="urls">The setting <c>urls</c>.</param>
    /// <param name="allowed">Further names.</param>
    internal static IEnumerable<string> Names(string urls, string? allowed)
    {
        var listening = Split(urls).Select(url => BindingAddress.Parse(url)).Where(address => !address.IsUnixPipe && !address.IsNamedPipe).Select(address => address.Host);
        return Loopback
            .Concat(listening.SelectMany(host => IsAny(host) ? OfThisMachine() : [host]))
            .Concat(Split(allowed))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string[] Split(string? names) => names?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsAny(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    /// <summary>Addresses, by which orchestrators call: nobody else's name can be made to look like one.</summary>
    private static IEnumerable<string> OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(each => each.GetIPProperties().UnicastAddresses)
        .Select(each => each.Address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text);

    /// <summary>Stands before the platform's check, to answer in words whom it refuses.</summary>
    private sealed class Answer : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                await following(context);
                if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false, ContentType: null })
                {
                    await Problems.BadRequest(Refusal).ExecuteAsync(context);
                }
            });
            next(app);
        };
    }
}

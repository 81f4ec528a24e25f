using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Moodstream.Silo.Privacy;

/// <summary>The console's log without ids of users and posts, at every level: see <see cref="Nameless"/>.</summary>
/// <param name="console">Writes it.</param>
[ProviderAlias("Console")]
internal sealed class NamelessLog(ConsoleLoggerProvider console) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>Puts it between the log and the console.</summary>
    /// <param name="logging">The log, with a console.</param>
    public static void Add(ILoggingBuilder logging)
    {
        var direct = logging.Services.Single(service => service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(direct);
        logging.Services.TryAddSingleton<ConsoleLoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider, NamelessLog>();
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(console.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => console.SetScopeProvider(new Scopes(scopeProvider));

    /// <inheritdoc/>
    public void Dispose()
    {
        // The console is disposed of by the container.
    }

    private static object? Nameless(object? state) => state switch
    {
        IReadOnlyList<KeyValuePair<string, object?>> pairs => new NamelessState(pairs),
        _ => Privacy.Nameless.Of(state),
    };

    private sealed class Logger(ILogger console) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (console.IsEnabled(logLevel))
            {
                var message = Privacy.Nameless.Of(formatter(state, exception));
                var nameless = exception is null ? null : NamelessException.Of(exception);
                console.Log(logLevel, eventId, Nameless(state), nameless, (_, _) => message);
            }
        }
    }

    private sealed class Scopes(IExternalScopeProvider scopes) : IExternalScopeProvider
    {
        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => scopes.ForEachScope((scope, to) => callback(Nameless(scope), to), state);

        public IDisposable Push(object? state) => scopes.Push(state);
    }
}

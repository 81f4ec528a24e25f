using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Moodstream.Silo.Configuration;

namespace Moodstream.Silo.Http;

/// <summary>
/// Holds the query of a request against the parameters of its endpoint before they are bound: one that the endpoint does not know, that
/// stands twice, or that cannot be read, is answered in words instead of being passed over or told in the framework's terms.
/// </summary>
internal static class QueryRules
{
    private const int MaxQuoted = 50;

    private static readonly Dictionary<Type, (Func<string, bool> IsValid, string Words)> Kinds = new()
    {
        [typeof(int)] = (text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _), "a whole number"),
        [typeof(long)] = (text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _), "a whole number"),
        [typeof(float)] = (text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), "a number such as 0.5"),
        [typeof(bool)] = (text => bool.TryParse(text, out _), "true or false"),
        [typeof(OffsetTime)] = (text => OffsetTime.TryParse(text, null, out _), "a time in ISO 8601 with an offset, such as 2026-01-31T12:00:00Z"),
        [typeof(string)] = (_ => true, "text"),
    };

    /// <summary>Adds the rules, behind routing.</summary>
    /// <param name="app">The application.</param>
    public static void UseQueryRules(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler
            && FaultOf(context.Request.Query, ParametersOf(handler, endpoint)) is { } fault
            ? Problems.BadRequest(fault).ExecuteAsync(context)
            : next(context));

    /// <summary>What is wrong with a query, or null.</summary>
    /// <param name="query">The query.</param>
    /// <param name="parameters">Types of the parameters that there are, by name.</param>
    internal static string? FaultOf(IQueryCollection query, IReadOnlyDictionary<string, Type> parameters)
    {
        foreach (var (name, values) in query)
        {
            if (parameters.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } parameter)
            {
                return $"There is no parameter '{Quoted(name)}' here.{Suggestion.For(name, parameters.Keys)}";
            }

            var type = parameters[parameter];
            if (values.Count > 1 && !type.IsArray)
            {
                return $"{parameter} is given {values.Count} times; give it once.";
            }

            var (isValid, words) = Kinds[ElementOf(type)];
            if (values.FirstOrDefault(value => !string.IsNullOrEmpty(value) && !isValid(value)) is { } wrong)
            {
                return $"{parameter} is '{Quoted(wrong)}'; it must be {words}.";
            }
        }

        return null;
    }

    private static Dictionary<string, Type> ParametersOf(MethodInfo handler, RouteEndpoint endpoint) => handler.GetParameters()
        .Where(parameter => Kinds.ContainsKey(ElementOf(parameter.ParameterType))
            && parameter.GetCustomAttribute<FromHeaderAttribute>() is null
            && endpoint.RoutePattern.GetParameter(parameter.Name!) is null)
        .ToDictionary(
            parameter => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!,
            parameter => parameter.ParameterType,
            StringComparer.Ordinal);

    private static Type ElementOf(Type type) => Nullable.GetUnderlyingType(type) ?? (type.IsArray ? type.GetElementType()! : type);

    private static string Quoted(string text) => text.Length <= MaxQuoted ? text : $"{text.AsSpan(0, MaxQuoted)}…";
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Demo;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Hosting;

/// <summary>The host's own settings, which shape what it is put together from and so are needed before there are services.</summary>
/// <param name="Models">Section <c>Models</c>.</param>
/// <param name="Clustering">Section <c>Cluster</c>, ports and name filled in.</param>
/// <param name="Http">Section <c>Http</c>.</param>
/// <param name="Live">Section <c>Live</c>.</param>
/// <param name="Demo">Section <c>Demo</c>.</param>
internal sealed record MoodstreamOptions(ModelsOptions Models, ClusteringOptions Clustering, HttpOptions Http, LiveOptions Live, DemoOptions Demo)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="OptionsValidationException">One of them is impossible; the message names it.</exception>
    public static MoodstreamOptions Read(IConfiguration configuration)
    {
        var clustering = Bind<ClusteringOptions>(configuration, ClusteringOptions.Section);
        var verdict = new ClusteringOptionsValidator().Validate(null, clustering);
        if (verdict.Failed)
        {
            throw new OptionsValidationException(ClusteringOptions.Section, typeof(ClusteringOptions), verdict.Failures);
        }

        return new MoodstreamOptions(
            Checked<ModelsOptions>(configuration, ModelsOptions.Section),
            clustering,
            Checked<HttpOptions>(configuration, HttpOptions.Section),
            Checked<LiveOptions>(configuration, LiveOptions.Section),
            Checked<DemoOptions>(configuration, DemoOptions.Section));
    }

    private static T Checked<T>(IConfiguration configuration, string section)
        where T : new()
    {
        var options = Bind<T>(configuration, section);
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options!, new ValidationContext(options!), problems, validateAllProperties: true)
            ? options
            : throw new OptionsValidationException(section, typeof(T), problems.Select(problem => problem.ErrorMessage!));
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : new() => configuration.GetSection(section).Get<T>() ?? new T();
}

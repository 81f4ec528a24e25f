using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Moodstream.Abstractions.Settings;

/// <summary>Registers settings with a host.</summary>
public static class SettingsServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IOptions{TOptions}"/> of <typeparamref name="T"/>, bound to the section that it declares and checked
    /// when the host starts or when they are first asked for; a fault is an <see cref="OptionsValidationException"/> with a
    /// line for each impossible setting.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's whole configuration.</param>
    public static IServiceCollection AddValidated<T>(this IServiceCollection services, IConfiguration configuration)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var section = SettingsSection.Of<T>();
        services.AddOptions<T>().Configure(options => section.Bind(configuration, options)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<T>>(new SettingsValidator<T>(section));
        return services;
    }
}

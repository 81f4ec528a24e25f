using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Grains.Postgres;

namespace Moodstream.Grains.Hosting;

/// <summary>Makes PostgreSQL a service.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="PostgresDatabase"/> that stores and membership share; adding it twice is adding it once.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the section <c>Postgres</c>.</param>
    public static IServiceCollection AddPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.All(service => service.ServiceType != typeof(PostgresDatabase)))
        {
            services.AddValidated<PostgresOptions>(configuration);
            services.TryAddSingleton<PostgresDatabase>();
        }

        return services;
    }
}

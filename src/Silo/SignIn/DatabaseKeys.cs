using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Moodstream.Grains.Postgres;

namespace Moodstream.Silo.SignIn;

/// <summary>Keys in the database, as the platform wants to have them.</summary>
/// <param name="ring">The keys.</param>
internal sealed class DatabaseKeys(PostgresKeyRing ring) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. ring.Read().Select(XElement.Parse)];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => ring.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}

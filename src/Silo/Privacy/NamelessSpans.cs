using System.Diagnostics;
using OpenTelemetry;

namespace Moodstream.Silo.Privacy;

/// <summary>Takes ids of users and posts out of spans before they are sent: see <see cref="Nameless"/>.</summary>
internal sealed class NamelessSpans : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        foreach (var (name, value) in data.TagObjects)
        {
            if (Nameless.Of(value) is var nameless && !ReferenceEquals(nameless, value))
            {
                data.SetTag(name, nameless);
            }
        }

        data.DisplayName = Nameless.Of(data.DisplayName);
    }
}

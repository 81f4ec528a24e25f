using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Timelines;

/// <summary>
/// Answers with a whole timeline, page after page as it is read, so that no timeline is too long for memory. Where reading fails on the way
/// the connection is cut, by which the reader knows that the answer is not whole.
/// </summary>
/// <param name="first">The first page.</param>
/// <param name="more">Reads the page at a cursor.</param>
/// <param name="limit">Most entries; null for all.</param>
/// <param name="format">Their form, one by entries.</param>
internal sealed class TimelineExport(TimelinePage first, Func<string, Task<TimelinePage>> more, int? limit, TimelineFormat format) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = TimelineFormats.TypeOf(format);
        if (format == TimelineFormat.Csv)
        {
            response.Headers.ContentDisposition = "attachment; filename=\"timeline.csv\"";
        }

        if (httpContext.IsHead())
        {
            return;
        }

        await response.Body.WriteAsync(TimelineRows.Head(format), httpContext.RequestAborted);
        var left = limit ?? int.MaxValue;
        for (var page = first; ; page = await more(page.NextCursor!))
        {
            var entries = page.Items.Length > left ? page.Items[..left] : page.Items;
            left -= entries.Length;
            await response.Body.WriteAsync(TimelineRows.Of(entries, format), httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
            if (page.NextCursor is null || left == 0)
            {
                return;
            }
        }
    }
}

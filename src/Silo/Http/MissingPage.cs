namespace Moodstream.Silo.Http;

/// <summary>Answers people who follow a wrong address, or type one that is for programs, with a page; programs get a problem.</summary>
internal static class MissingPage
{
    private const string File = "missing.html";

    /// <summary>Adds the page, inside of the problems.</summary>
    /// <param name="app">The application.</param>
    public static void UseMissingPage(this WebApplication app)
    {
        var page = app.Environment.WebRootFileProvider.GetFileInfo(File);
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, HasStarted: false, ContentType: null }
                && context.Request.WantsPage())
            {
                await context.SendPageAsync(page);
            }
        });
    }
}

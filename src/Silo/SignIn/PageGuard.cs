using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.FileProviders;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.SignIn;

/// <summary>
/// Sends those who go to a page of the dashboard to sign in first. The pages hold nothing secret, and what their scripts ask for is refused without a
/// session, so that this is for people's comfort, not what keeps strangers out.
/// </summary>
internal static class PageGuard
{
    private const string Index = "index.html";

    /// <summary>Adds the guard, behind authentication and before the files.</summary>
    /// <param name="app">The application.</param>
    public static void UsePageGuard(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) => context.User.Identity is not { IsAuthenticated: true } && context.Request.IsNavigation() && IsPage(files, context.Request.Path)
            ? SignInDoor.SendAsync(context, ReturnPath.Of(context.Request.GetEncodedPathAndQuery()))
            : next(context));
    }

    /// <summary>Every page has a folder of its own; those that tell of a sign-in have none.</summary>
    private static bool IsPage(IFileProvider files, PathString path) => files.GetFileInfo($"{path.Value?.TrimEnd('/')}/{Index}").Exists;
}

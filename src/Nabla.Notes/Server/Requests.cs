using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nabla.Notes.Playground;

namespace Nabla.Notes.Server;

/// <summary>Answers requests: pages from memory, questions of the playground, news of changes.</summary>
internal sealed class Requests(LiveSite live, Experiments experiments, CancellationToken stopping)
{
    private const int MostListeners = 300;

    private int _listeners;

    public async Task Handle(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        try
        {
            await Dispatch(context).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            await Fail(response, StatusCodes.Status400BadRequest, error.Message).ConfigureAwait(false);
        }
        catch (OverloadException error)
        {
            response.Headers.RetryAfter = "1";
            await Fail(response, StatusCodes.Status503ServiceUnavailable, error.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await Fail(response, error.StatusCode, error.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader went away, or the server stops.
        }
#pragma warning disable CA1031 // the outermost frame of a request: it fails, the server stays
        catch (Exception)
#pragma warning restore CA1031
        {
            await Fail(response, StatusCodes.Status500InternalServerError, "The server could not do that.").ConfigureAwait(false);
        }
    }

    private async Task Dispatch(HttpContext context)
    {
        HttpRequest request = context.Request;
        // A page elsewhere that makes its own name point to this machine must not read or ask anything.
        if (!IsThisMachine(request.Host.Host))
        {
            await Fail(context.Response, StatusCodes.Status421MisdirectedRequest, "This server answers to localhost only.").ConfigureAwait(false);
            return;
        }
        string path = (request.Path.Value ?? "/").TrimStart('/');
        if (path.StartsWith("_ask/", StringComparison.Ordinal)) await Ask(context, path["_ask/".Length..]).ConfigureAwait(false);
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) await NotAllowed(context.Response, "GET, HEAD").ConfigureAwait(false);
        else if (path == "_live") await Listen(context).ConfigureAwait(false);
        else await Serve(context, path).ConfigureAwait(false);
    }

    private static bool IsThisMachine(string host) => host is "localhost" or "127.0.0.1" or "[::1]" or "::1";

    private static Task NotAllowed(HttpResponse response, string methods)
    {
        response.Headers.Allow = methods;
        return Fail(response, StatusCodes.Status405MethodNotAllowed, $"{methods} are possible here.");
    }

    private static async Task Fail(HttpResponse response, int status, string message)
    {
        if (response.HasStarted) return;
        response.StatusCode = status;
        await Send(response, JsonSerializer.SerializeToUtf8Bytes(new ErrorReply(message), PlaygroundJson.Default.ErrorReply), "application/json").ConfigureAwait(false);
    }

    private static async Task Send(HttpResponse response, byte[] content, string type)
    {
        response.ContentType = type;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method)) await response.Body.WriteAsync(content, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".woff2" => "font/woff2",
        ".xml" => "application/xml",
        ".json" => "application/json",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    private async Task Serve(HttpContext context, string path)
    {
        if (path.Length == 0 || path.EndsWith('/')) path += "index.html";
        byte[]? content = live.Site.Find(path);
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            // The page stands at the root; a reader deeper down needs its links to begin there.
            content = live.Site.Find("404.html") is { } page ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page).Replace("<head>", "<head><base href=\"/\">", StringComparison.Ordinal)) : "There is no such page."u8.ToArray();
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'self'";
            path = "404.html";
        }
        await Send(context.Response, content, TypeOf(path)).ConfigureAwait(false);
    }

    private async Task Ask(HttpContext context, string name)
    {
        HttpRequest request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            await NotAllowed(context.Response, "POST").ConfigureAwait(false);
            return;
        }
        // Only our own pages may ask: a form of another site cannot send JSON, and its origin would be another.
        if (request.Headers.Origin is [{ } origin] && (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) || from.Authority != request.Host.Value))
        {
            await Fail(context.Response, StatusCodes.Status403Forbidden, "Only pages of this server may ask.").ConfigureAwait(false);
            return;
        }
        if (!request.HasJsonContentType())
        {
            await Fail(context.Response, StatusCodes.Status415UnsupportedMediaType, "JSON is expected.").ConfigureAwait(false);
            return;
        }
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        byte[]? answer = await experiments.Answer(name, body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted).ConfigureAwait(false);
        if (answer is null) await Fail(context.Response, StatusCodes.Status404NotFound, $"There is no question '{name}'.").ConfigureAwait(false);
        else await Send(context.Response, answer, "application/json").ConfigureAwait(false);
    }

    /// <summary>Server-sent events: the state at once and after every change, and a sign of life in between.</summary>
    private async Task Listen(HttpContext context)
    {
        if (Interlocked.Increment(ref _listeners) > MostListeners)
        {
            Interlocked.Decrement(ref _listeners);
            throw new OverloadException("Too many pages are open.");
        }
        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            context.Response.ContentType = "text/event-stream";
            while (!end.IsCancellationRequested)
            {
                Task changed = live.Changed;
                LiveState state = live.State;
                await context.Response.WriteAsync($"data: {Encode(state)}\n\n", end.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(15), end.Token)).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private static string Encode(LiveState state)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", state.Version);
            writer.WriteString("problems", state.Problems);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

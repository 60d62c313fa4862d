using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Nabla.Notes.Server;
using Nabla.Notes.Site;

namespace Nabla.Notes.Tests;

public sealed class ServerTests : IAsyncLifetime
{
    private readonly NotesFolder _folder = new();

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };

    private NotesServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.With("a.md", Samples.Text("Alpha"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "secret.txt"), "secret");
        _server = await NotesServer.StartAsync(new() { Site = new SiteOptions { Notes = _folder.Notes, Node = "no-such-program" }, Port = 0 });
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> Ask(string name, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage reply = await _client.PostAsync("_ask/" + name, content);
        return (reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task Pages_are_served_with_their_types()
    {
        using HttpResponseMessage home = await _client.GetAsync("");
        Assert.Contains("Alpha", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("text/html", home.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'self'", home.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using HttpResponseMessage style = await _client.GetAsync("assets/site.css");
        Assert.Equal("text/css", style.Content.Headers.ContentType!.MediaType);
        foreach (string page in new[] { "playground/draw.html", "playground/heap.html", "assets/playground/draw.js", "assets/live.js", "archive/" })
        {
            using HttpResponseMessage reply = await _client.GetAsync(page);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        }
    }

    [Theory]
    [InlineData("GET /../secret.txt HTTP/1.1")]
    [InlineData("GET /notes/../../secret.txt HTTP/1.1")]
    [InlineData("GET /%2e%2e/secret.txt HTTP/1.1")]
    [InlineData("GET /..%2fsecret.txt HTTP/1.1")]
    [InlineData("GET /notes/..%5c..%5csecret.txt HTTP/1.1")]
    [InlineData("GET //secret.txt HTTP/1.1")]
    [InlineData("GET /notes/%00 HTTP/1.1")]
    [InlineData("GET /assets/models/digits.safetensors HTTP/1.1")]
    [InlineData("GET /etc/passwd HTTP/1.1")]
    public async Task Paths_lead_to_pages_only(string line)
    {
        string reply = await Raw($"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Matches(@"^HTTP/1\.1 40[04] ", reply);
        Assert.DoesNotContain("secret\n", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "505")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421")]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "405")]
    [InlineData("GET /_ask/draw HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "405")]
    [InlineData("POST /_ask/sort HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\n", "413")]
    [InlineData("POST /_ask/sort HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", "415")]
    [InlineData("POST /_ask/sort HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", "403")]
    public async Task Malformed_and_foreign_requests_are_refused(string request, string status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", await Raw(request), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("")).StatusCode);
    }

    [Fact]
    public async Task Long_lines_and_headers_are_refused()
    {
        Assert.StartsWith("HTTP/1.1 414 ", await Raw($"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await Raw($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40_000)}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sort", "", "not what was expected")]
    [InlineData("sort", "[1,2", "not what was expected")]
    [InlineData("sort", "null", "object")]
    [InlineData("sort", "{\"values\":[1,2],\"algorithm\":\"bogo\"}", "no algorithm")]
    [InlineData("sort", "{\"values\":[1e99],\"algorithm\":\"merge\"}", "not what was expected")]
    [InlineData("sort", "{\"values\":[],\"algorithm\":\"merge\"}", "0 numbers")]
    [InlineData("sort", "{\"values\":[1],\"surprise\":1}", "not what was expected")]
    [InlineData("window", "{\"values\":[1,2,3],\"size\":4}", "'size' is 4")]
    [InlineData("window", "{\"values\":[1000],\"size\":1}", "holds 1000")]
    [InlineData("knapsack", "{\"weights\":[1],\"values\":[1,2],\"capacity\":3}", "1 weights but 2 values")]
    [InlineData("knapsack", "{\"weights\":[-1],\"values\":[1],\"capacity\":3}", "holds -1")]
    [InlineData("knapsack", "{\"weights\":[1],\"values\":[1],\"capacity\":61}", "'capacity' is 61")]
    [InlineData("activation", "{\"name\":\"ReLU\",\"parameter\":0,\"mean\":0,\"deviation\":0}", "'deviation' is 0")]
    [InlineData("activation", "{\"name\":\"Nonsense\",\"parameter\":0,\"mean\":0,\"deviation\":1}", "no activation")]
    [InlineData("draw", "{\"model\":\"digits\",\"pixels\":[1]}", "1 numbers")]
    [InlineData("draw", "{\"model\":\"cats\",\"pixels\":[1]}", "no model")]
    public async Task Bad_questions_get_an_explanation(string name, string json, string message)
    {
        (HttpStatusCode status, JsonNode body) = await Ask(name, json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, (string)body["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_questions_are_not_found() => Assert.Equal(HttpStatusCode.NotFound, (await Ask("nothing", "{}")).Status);

    [Fact]
    public async Task Two_hundred_clients_are_served_at_once()
    {
        string drawing = $"{{\"model\":\"digits\",\"pixels\":[{string.Join(',', Enumerable.Repeat("0", 64))}]}}";
        HttpStatusCode[] all = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using HttpClient client = new() { BaseAddress = _server.Address, Timeout = TimeSpan.FromSeconds(120) };
            if (i % 4 == 0)
            {
                using StringContent content = new(drawing, Encoding.UTF8, "application/json");
                return (await client.PostAsync("_ask/draw", content)).StatusCode;
            }
            return (await client.GetAsync(i % 2 == 0 ? "" : "notes/a.html")).StatusCode;
        }));
        Assert.All(all, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task A_changed_note_is_built_again_and_listeners_hear_of_it()
    {
        using HttpResponseMessage live = await _client.GetAsync("_live", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader events = new(await live.Content.ReadAsStreamAsync());
        Assert.Contains("\"version\":1", await Next(), StringComparison.Ordinal);
        _folder.With("b.md", Samples.Text("Beta"));
        Assert.Contains("\"version\":2", await Next(), StringComparison.Ordinal);
        Assert.Contains("Beta", await _client.GetStringAsync("index.html"), StringComparison.Ordinal);
        // A broken note is reported; the last good site stays.
        _folder.With("b.md", "broken");
        Assert.Contains("b.md:1:", await Next(), StringComparison.Ordinal);
        Assert.Contains("Beta", await _client.GetStringAsync("index.html"), StringComparison.Ordinal);

        async Task<string> Next()
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
            string? line;
            do line = await events.ReadLineAsync(patience.Token); while (line is { Length: 0 });
            return line ?? string.Empty;
        }
    }

    private async Task<string> Raw(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using MemoryStream reply = new();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        try
        {
            await stream.CopyToAsync(reply, patience.Token);
        }
        catch (IOException)
        {
            // The server hung up on us, as it may; what it said before counts.
        }
        return Encoding.ASCII.GetString(reply.ToArray());
    }
}

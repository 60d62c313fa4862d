using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nabla.Notes.Playground;

namespace Nabla.Notes.Server;

/// <summary>Serves the notebook with its playground to this machine alone.</summary>
/// <remarks>Every page is in memory: a request is a look-up, so no path leads to other files.</remarks>
[Export("notes.NotesServer")]
public sealed class NotesServer : IAsyncDisposable
{
    private const long LongestBody = 64 * 1024;

    private readonly WebApplication _app;

    private readonly LiveSite _live;

    private readonly Experiments _experiments;

    private NotesServer(WebApplication app, LiveSite live, Experiments experiments) => (_app, _live, _experiments) = (app, live, experiments);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/') + "/");

    /// <summary>What is wrong with the notes now; null when all is well.</summary>
    public string? Problems => _live.State.Problems;

    /// <summary>What the reader should know, such as that formulas could not be rendered.</summary>
    public IReadOnlyList<string> Warnings => _live.Site.Warnings;

    /// <summary>Builds the site and begins to listen on the loopback addresses.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no folder of notes.</exception>
    public static async Task<NotesServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(options.Site.Notes)) throw new DirectoryNotFoundException($"There is no folder of notes '{options.Site.Notes}'.");
        LiveSite live = new(options.Site with { Served = true, Address = new($"http://localhost:{options.Port}/") });
        live.Start();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LongestBody;
            server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            server.Limits.MaxRequestLineSize = 4 * 1024;
            server.Limits.MaxConcurrentConnections = 1000;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.Listen(IPAddress.Loopback, options.Port);
            // "localhost" may mean either; with a free port chosen by the system there is only one.
            if (options.Port != 0 && Socket.OSSupportsIPv6) server.Listen(IPAddress.IPv6Loopback, options.Port);
        });
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        WebApplication app = builder.Build();
        Experiments experiments = new(options.Samples);
        Requests requests = new(live, experiments, app.Lifetime.ApplicationStopping);
        ((IApplicationBuilder)app).Run(requests.Handle);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            live.Dispose();
            experiments.Dispose();
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new(app, live, experiments);
    }

    /// <summary>Serves until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
            await _app.StopAsync(patience.Token).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _live.Dispose();
        _experiments.Dispose();
    }

    /// <summary>The caller decides when to stop; signals are its business.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

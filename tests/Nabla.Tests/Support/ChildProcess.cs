using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nabla.Tests.Support;

/// <summary>Runs a static method of this test assembly in a process of its own, so that a test can kill it.</summary>
/// <remarks>The test program starts itself again; a module initialiser diverts it before the test runner begins.</remarks>
internal static class ChildProcess
{
    private const string Method = "NABLA_TEST_CHILD_METHOD";
    private const string Argument = "NABLA_TEST_CHILD_ARGUMENT";

    /// <summary>Starts <paramref name="body"/>, a static method, with one argument.</summary>
    public static Process Start(Action<string> body, string argument)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.Environment[Method] = body.Method.DeclaringType!.FullName + "!" + body.Method.Name;
        start.Environment[Argument] = argument;
        return Process.Start(start)!;
    }

    /// <summary>Kills the process the hard way (SIGKILL on Unix) and waits until it is gone.</summary>
    public static void KillHard(this Process process)
    {
        process.Kill();
        process.WaitForExit();
    }

    [ModuleInitializer]
    internal static void Divert()
    {
        if (Environment.GetEnvironmentVariable(Method) is not { } method) return;
        string[] parts = method.Split('!');
        var body = typeof(ChildProcess).Assembly.GetType(parts[0], throwOnError: true)!
            .GetMethod(parts[1], System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!;
        body.Invoke(null, [Environment.GetEnvironmentVariable(Argument)]);
        Environment.Exit(0);
    }
}

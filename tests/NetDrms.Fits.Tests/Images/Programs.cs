using System.Diagnostics;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Runs the field's own programs, which the tests need: fitsverify, and Debian's Python with astropy.</summary>
internal static class Programs
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs fitsverify and gives its lines, one a file.</summary>
    public static string[] Fitsverify(params IEnumerable<string> files) =>
        Run("fitsverify", ["-q", .. files], out _).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a Python script and gives what it prints.</summary>
    public static string RunPython(string script, params IEnumerable<string> arguments)
    {
        string output = Run(Python, ["-c", script, .. arguments], out int exit);
        Assert.True(exit == 0, output);
        return output;
    }

    private static string Run(string program, IEnumerable<string> arguments, out int exit)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        exit = process.ExitCode;
        return exit == 0 ? output : output + errors.GetAwaiter().GetResult();
    }
}

using NetDrms.Cli.Arguments;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;

namespace NetDrms.Cli.Driver;

/// <summary>What a module works with: arguments, output, its site.</summary>
/// <param name="definition">The module.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="surroundings">The process.</param>
/// <param name="output">Results.</param>
/// <param name="error">Everything else.</param>
/// <param name="invokedAs">How the user called it.</param>
internal sealed class ModuleContext(
    ModuleDefinition definition, ModuleArguments arguments, Surroundings surroundings, OutputBuffer output, ErrorPrinter error, string invokedAs)
{
    /// <summary>The module.</summary>
    public ModuleDefinition Definition => definition;

    /// <summary>The arguments.</summary>
    public ModuleArguments Arguments => arguments;

    /// <summary>Standard output: results only.</summary>
    public OutputBuffer Out => output;

    /// <summary>Standard error.</summary>
    public ErrorPrinter Error => error;

    /// <summary>The process.</summary>
    public Surroundings Surroundings => surroundings;

    /// <summary>How the user called the module: <c>show_info</c> or <c>drms show-info</c>.</summary>
    public string InvokedAs => invokedAs;

    /// <summary>A path as the user wrote it, relative to the working folder.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, surroundings.Folder);

    /// <summary>Prints an error.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(DrmsError failure, int exitCode = ExitCode.Error)
    {
        output.Flush();
        error.Print(failure);
        return exitCode;
    }

    /// <summary>Prints a line of the original's on standard output, where scripts look for it, and gives exit code 1.</summary>
    public int FailOnOutput(string classicLine, int exitCode = ExitCode.Error)
    {
        output.Text(classicLine);
        output.EndLine();
        return exitCode;
    }
}

using System.Diagnostics;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Units;

/// <summary><c>vso_sum_alloc_put</c>: fetches a storage unit from another site with scp and stores it under its number. Spec 03 §7.</summary>
internal sealed class VsoSumAllocPut : IModule
{
    private const int WrongArguments = -1, NoSums = -2, NotAllocated = -3, NotCopied = -4, NotPut = -6, NotClosed = -7;
    private const string NoFile = "NONE";

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "vso_sum_alloc_put",
        Summary = "Fetches a storage unit from another site with scp and stores it under its number.",
        Arguments =
        [
            new("sunum", ArgumentType.String, null, "number of the unit"),
            new("size", ArgumentType.String, null, "room that it needs, in bytes"),
            new("seriesname", ArgumentType.String, null, "series that owns it"),
            new("scpcommand", ArgumentType.String, null, "the program scp"),
            new("scphost", ArgumentType.String, null, "machine that has the unit"),
            new("scpuser", ArgumentType.String, null, "user there"),
            new("scpremotepath", ArgumentType.String, null, "directory of the unit there"),
            new("scpport", ArgumentType.Int, "55000", "port of its ssh server"),
            new("retention", ArgumentType.Int, "-3", "how long the unit is kept at least, in days"),
            new("debug", ArgumentType.Int, "0", "1: tell what is done, on standard error"),
            new("logfile", ArgumentType.String, NoFile, "a file that gets a copy of the last line"),
        ],
        Notes = ["The last line is elapsedMillisec:<ms>;exitStatus:<status>;localpath:<directory>. Status: 0 done, -1 arguments, -2 no storage daemon, -3 alloc, -4 scp, -6 put, -7 close."],
        ExitCodes = [(256 + NotClosed, "close failed"), (256 + NotPut, "put failed"), (256 + NotCopied, "scp failed"), .. UnitTransfer.ExitCodes],
        UsageExitCode = UnitTransfer.WrongArguments,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        string? place = null;
        int status = await FetchAsync(context, folder => place = folder, cancel);
        string line = string.Create(
            CultureInfo.InvariantCulture, $"elapsedMillisec:{(long)Stopwatch.GetElapsedTime(start).TotalMilliseconds};exitStatus:{status};localpath:{(status == 0 ? place : null) ?? NoFile}\n");
        context.Out.Text(line);
        if (context.Arguments.Text("logfile") is not NoFile and string log)
            await File.AppendAllTextAsync(context.FullPath(log), line, CancellationToken.None);
        return status == 0 ? ExitCode.Ok : 256 + status;
    }

    private static async Task<int> FetchAsync(ModuleContext context, Action<string> allocated, CancellationToken cancel)
    {
        ModuleArguments given = context.Arguments;
        if (!UnitTransfer.TryNumber(context, given.Text("sunum"), out Sunum sunum) || !UnitTransfer.TrySize(context, given.Text("size"), out long bytes) || !AreWords(context))
            return WrongArguments;
        int status = NoSums;
        try
        {
            await using SumsClient sums = await SumsClient.OpenAsync(context.Site.Sums, cancel);
            status = NotAllocated;
            AllocatedUnit unit = await sums.AllocAsync(bytes, group: 0, sunum, keep: true, cancel);
            allocated(unit.Path);
            status = NotCopied;
            await CopyAsync(context, unit.Path, cancel);
            status = NotPut;
            await sums.PutAsync([unit], given.Text("seriesname"), Math.Abs((double)given.Int("retention")), ArchiveType.TemporaryNoArchive, cancel);
            status = NotClosed;
            await sums.CloseAsync(cancel);
            return 0;
        }
        catch (DrmsException failure) when (failure.Error.Code is ErrorCode.Sums or ErrorCode.SumsUnavailable or ErrorCode.File)
        {
            context.Error.Print(failure.Error with { ClassicMessage = null });
            return status;
        }
    }

    // No shell sees them, but scp would take a word that begins so for an option.
    private static bool AreWords(ModuleContext context)
    {
        foreach (string name in (string[])["scphost", "scpuser", "scpremotepath", "scpcommand"])
        {
            if (context.Arguments.Text(name) is { Length: > 0 } word && word[0] != '-')
                continue;
            context.Error.Print(new DrmsError(ErrorCode.Argument, $"{name} is empty or begins with -"));
            return false;
        }
        return true;
    }

    // scp copies the directory as a whole, hidden files included; what is in it then moves up.
    private static async Task CopyAsync(ModuleContext context, string folder, CancellationToken cancel)
    {
        ModuleArguments given = context.Arguments;
        string remote = given.Text("scpremotepath").TrimEnd('/');
        ProcessStartInfo scp = new(given.Text("scpcommand"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            ArgumentList = { "-r", "-p", "-B", "-P", given.Int("scpport").ToString(CultureInfo.InvariantCulture), $"{given.Text("scpuser")}@{given.Text("scphost")}:{remote}", folder },
        };
        if (given.Int("debug") != 0)
            context.Error.Line($"{scp.FileName} {string.Join(' ', scp.ArgumentList)}");
        try
        {
            using Process process = Process.Start(scp)!;
            process.StandardInput.Close();
            using CancellationTokenRegistration stop = cancel.Register(() => process.Kill(entireProcessTree: true));
            Task<string> said = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            cancel.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
                throw new DrmsException(new DrmsError(ErrorCode.File, string.Create(CultureInfo.InvariantCulture, $"scp ended with exit code {process.ExitCode}")) { Detail = (await said).Trim() });
            MoveUp(Path.Combine(folder, Path.GetFileName(remote)), folder);
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not fetch the unit: {failure.Message.TrimEnd('.')}"), failure);
        }
    }

    private static void MoveUp(string copied, string folder)
    {
        string aside = Path.Combine(folder, ".fetched");   // the unit may hold an entry of its directory's own name
        Directory.Move(copied, aside);
        foreach (string entry in Directory.EnumerateFileSystemEntries(aside))
        {
            string name = Path.Combine(folder, Path.GetFileName(entry));
            if (Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null)
                Directory.Move(entry, name);
            else
                File.Move(entry, name);
        }
        Directory.Delete(aside);
    }
}

using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Units;

/// <summary>What the modules of the VSO and the JMD share: one session with the storage daemon, exit codes of the original. Spec 03 §7.</summary>
internal static class UnitTransfer
{
    /// <summary>Wrong arguments.</summary>
    public const int WrongArguments = 255;

    /// <summary>The storage daemon cannot be reached.</summary>
    public const int NoSums = 254;

    /// <summary>It refused.</summary>
    public const int Refused = 253;

    /// <summary>Those exit codes, for help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; } =
        [(Refused, "the storage daemon refused"), (NoSums, "the storage daemon cannot be reached"), (WrongArguments, "wrong arguments")];

    /// <summary>Does work in a session and closes it; an error is told in our words and in the original's.</summary>
    /// <param name="context">The module.</param>
    /// <param name="call">The original's name of the request.</param>
    /// <param name="work">The work; what it prints must come after all that can fail.</param>
    /// <param name="cancel">Rolls back.</param>
    public static async Task<int> RunAsync(ModuleContext context, string call, Func<SumsClient, Task<int>> work, CancellationToken cancel)
    {
        SumsClient sums;
        try
        {
            sums = await SumsClient.OpenAsync(context.Site.Sums, cancel);
        }
        catch (DrmsException failure) when (failure.Error.Code is ErrorCode.SumsUnavailable or ErrorCode.Sums)
        {
            return context.Fail(failure.Error with { ClassicMessage = "ERROR: drms_open: Failed to connect to SUMS." }, NoSums);
        }
        await using (sums)
        {
            try
            {
                return await work(sums);
            }
            catch (DrmsException failure) when (failure.Error.Code is ErrorCode.SumsUnavailable or ErrorCode.Sums)
            {
                return context.Fail(failure.Error with { ClassicMessage = $"ERROR: {call} RPC call failed with error code 1" }, Refused);
            }
        }
    }

    /// <summary>Reads the number of a unit; tells what is wrong.</summary>
    public static bool TryNumber(ModuleContext context, string text, out Sunum sunum)
    {
        if (Sunum.TryParse(text, out sunum))
            return true;
        context.Error.Print(new DrmsError(ErrorCode.Argument, $"\"{text}\" is not the number of a storage unit"));
        return false;
    }

    /// <summary>Reads a size; tells what is wrong.</summary>
    public static bool TrySize(ModuleContext context, string text, out long bytes)
    {
        if (long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bytes))
            return true;
        context.Error.Print(new DrmsError(ErrorCode.Argument, $"\"{text}\" is not a number of bytes"));
        return false;
    }
}

using System.Globalization;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Units;

/// <summary><c>vso_sum_alloc</c>: makes the directory of a storage unit of another site, to be filled and put. Spec 03 §7.</summary>
internal sealed class VsoSumAlloc : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "vso_sum_alloc",
        Summary = "Makes the directory of a storage unit whose number is given, for vso_sum_put to seal.",
        Arguments =
        [
            new("sunum", ArgumentType.String, null, "number of the unit"),
            new("size", ArgumentType.String, null, "room that it needs, in bytes"),
        ],
        Notes = ["Prints sunum:<number>;size:<bytes>;sudir:<directory>. The directory waits for its put for the daemon's grant_hours."],
        ExitCodes = UnitTransfer.ExitCodes,
        UsageExitCode = UnitTransfer.WrongArguments,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        if (!UnitTransfer.TryNumber(context, context.Arguments.Text("sunum"), out Sunum sunum) || !UnitTransfer.TrySize(context, context.Arguments.Text("size"), out long bytes))
            return UnitTransfer.WrongArguments;
        return await UnitTransfer.RunAsync(context, "SUM_alloc2", async sums =>
        {
            AllocatedUnit unit = await sums.AllocAsync(bytes, group: 0, sunum, keep: true, cancel);
            await sums.CloseAsync(cancel);
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"sunum:{unit.Sunum};size:{bytes};sudir:{unit.Path}\n"));
            return ExitCode.Ok;
        }, cancel);
    }
}

using System.Globalization;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Units;

/// <summary><c>vso_sum_put</c>: seals a directory that vso_sum_alloc made. Spec 03 §7.</summary>
internal sealed class VsoSumPut : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "vso_sum_put",
        Summary = "Seals the directory of a storage unit that vso_sum_alloc made.",
        Arguments =
        [
            new("sunum", ArgumentType.String, null, "number of the unit"),
            new("seriesname", ArgumentType.String, null, "series that owns it"),
            new("sudir", ArgumentType.String, null, "its directory, as vso_sum_alloc printed it"),
            new("retention", ArgumentType.Int, "3", "how long it is kept at least, in days"),
        ],
        ExitCodes = UnitTransfer.ExitCodes,
        UsageExitCode = UnitTransfer.WrongArguments,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        if (!UnitTransfer.TryNumber(context, context.Arguments.Text("sunum"), out Sunum sunum))
            return UnitTransfer.WrongArguments;
        string folder = context.Arguments.Text("sudir"), series = context.Arguments.Text("seriesname");
        context.Out.Text($"sudir={folder}\nseriesname={series}\n");
        return await UnitTransfer.RunAsync(context, "SUM_put", async sums =>
        {
            await sums.PutAsync([new AllocatedUnit(sunum, folder)], series, Math.Abs((double)context.Arguments.Int("retention")), ArchiveType.TemporaryNoArchive, cancel);
            await sums.CloseAsync(cancel);
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"DRMS_SUMPUT:{sunum} OK\n"));
            return ExitCode.Ok;
        }, cancel);
    }
}

using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Units;

namespace NetDrms.Modules.Units;

/// <summary><c>vso_sum_getdo</c>: tells where storage units are, has archived ones read back, and keeps them. Spec 03 §7.</summary>
internal sealed class VsoSumGetdo : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "vso_sum_getdo",
        Summary = "Tells where storage units are, and keeps them for some days more.",
        Arguments =
        [
            new("sunum", ArgumentType.String, null, "numbers of units, separated by commas"),
            new("retention", ArgumentType.Int, null, "how long they are kept at least from now, in days; it never shortens"),
        ],
        Notes = ["A unit that is not on line has no directory in its line, and the exit code is 1."],
        ExitCodes = UnitTransfer.ExitCodes,
        UsageExitCode = UnitTransfer.WrongArguments,
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        List<Sunum> sunums = [];
        foreach (string word in context.Arguments.Text("sunum").Trim('{', '}').Split(',', StringSplitOptions.TrimEntries))
        {
            if (!UnitTransfer.TryNumber(context, word, out Sunum sunum))
                return UnitTransfer.WrongArguments;
            sunums.Add(sunum);
        }
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"sunumvals = {sunums.Count}\n"));
        for (int i = 0; i < sunums.Count; i++)
            context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"sunum[{i}] = {sunums[i]}\n"));
        return await UnitTransfer.RunAsync(context, "SUM_getdo", async sums =>
        {
            IReadOnlyList<string?> paths = await sums.GetAsync(sunums, touch: true, -Math.Abs((double)context.Arguments.Int("retention")), retrieve: true, cancel);
            await sums.CloseAsync(cancel);
            int exitCode = ExitCode.Ok;
            for (int i = 0; i < sunums.Count; i++)
            {
                context.Out.Text($"sunum:{sunums[i]};sudir:{paths[i]}\n");
                if (paths[i] is null)
                    exitCode = context.Fail(new DrmsError(ErrorCode.Sums, $"storage unit {sunums[i]} is not to be had: it is off line, or SUMS does not know it"));
            }
            return exitCode;
        }, cancel);
    }
}

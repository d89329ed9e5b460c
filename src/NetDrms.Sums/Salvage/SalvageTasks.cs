using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Sums.Access;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Salvage;

/// <summary>Restores and drops units whose put failed, as tasks: the daemon's user owns them.</summary>
/// <param name="parts">The daemon.</param>
/// <param name="end">What removes directories.</param>
/// <param name="references">Asks whether records refer to units; null when there is no DRMS database.</param>
internal sealed class SalvageTasks(SumsParts parts, SessionEnd end, DrmsReferences? references)
{
    private static readonly TimeSpan SealingPatience = TimeSpan.FromHours(1);
    private readonly SalvageJournal _journal = new(parts.Database, parts.Journal);

    /// <summary>Lets a runner do them.</summary>
    public void AddTo(TaskRunner tasks)
    {
        tasks.Add(SalvageOrder.RestoreKind, (task, progress, cancel) => EachAsync(task, progress, RestoreAsync, cancel));
        tasks.Add(SalvageOrder.DropKind, (task, progress, cancel) => EachAsync(task, progress, DropAsync, cancel));
    }

    // One that cannot be done ends the task; those before it are done and told.
    private async Task<string> EachAsync(SumsTask task, IProgress<string> progress, Func<SalvageOrder, JournalEntry, string, CancellationToken, Task> work, CancellationToken cancel)
    {
        SalvageOrder order = SalvageOrder.Parse(task.Arguments);
        List<JournalEntry> entries = [];
        foreach (Sunum sunum in order.Sunums)
        {
            entries.Add(await _journal.FindAsync(sunum, cancel)
                ?? throw new DrmsException(ErrorCode.Sums, $"storage unit {sunum} does not wait for salvage"));
        }
        for (int done = 0; done < entries.Count; done++)
        {
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"{task.Kind} {entries[done].Sunum}, {done + 1} of {entries.Count}"));
            await work(order, entries[done], task.AskedBy, cancel);
        }
        return "{}";
    }

    private async Task RestoreAsync(SalvageOrder order, JournalEntry entry, string asker, CancellationToken cancel)
    {
        if ((order.Series ?? entry.Series) is not string series)
            throw new DrmsException(new DrmsError(ErrorCode.Sums, $"the series of storage unit {entry.Sunum} is not known") { Hint = "Name it with --series." });
        if (!await _journal.TryHoldAsync(entry, cancel))
            throw Gone(entry);
        SealedUnit unit = await parts.Disk.RunAsync(
            Path.GetDirectoryName(entry.Path) ?? "/", () => UnitSeal.Seal(entry.Path, parts.Owner), SealingPatience, cancel);
        SalvagedPut put = new(series, order.RetentionDays, unit.Size.Bytes, unit.Manifest);
        if (!await parts.Rows.RestoreAsync(entry, put, Asker(asker), cancel))
            throw Gone(entry);
        parts.Log.SalvageRestored(entry.Sunum, entry.Path, asker);
    }

    private async Task DropAsync(SalvageOrder order, JournalEntry entry, string asker, CancellationToken cancel)
    {
        if (!order.EvenIfReferenced && references is not null)
        {
            ReferenceState state = (await references.AskAsync([entry], cancel))[entry.Sunum.Value].State;
            if (state is ReferenceState.Referenced or ReferenceState.Undecided)
            {
                throw new DrmsException(ErrorCode.Sums, state == ReferenceState.Referenced
                    ? $"records of {entry.Series} refer to storage unit {entry.Sunum}"
                    : $"whether records refer to storage unit {entry.Sunum} cannot be told yet");
            }
        }
        if (!await _journal.TryDropAsync(entry, parts.Audit.Insert(Asker(asker), Math.Abs(entry.Session)), cancel))
            throw Gone(entry);
        parts.Log.SalvageDropped(entry.Sunum, entry.Path, asker);
        if (!await end.RemoveAsync(entry.Sunum, entry.Path))
            throw new DrmsException(ErrorCode.Sums, $"storage unit {entry.Sunum} could not be removed yet; the daemon tries again");
    }

    private static Caller Asker(string name) => new(name, IsClaimed: false, AccessRights.Administer, "command line", 0);

    private static DrmsException Gone(JournalEntry entry) => new(ErrorCode.Sums, $"storage unit {entry.Sunum} does not wait for salvage any more");
}

using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Sums.Archive.Catalog;

namespace NetDrms.Sums.Archive.Tape;

/// <summary>Drives and a changer through <c>mtx</c>, <c>mt</c> and <c>dd</c>. Daemons on one machine share them: who uses a drive, or moves tapes, holds a lock in the database. Spec 04 §5.1, §5.8.</summary>
internal sealed class TapeLibrary(ArchiveOptions options, DatabaseTarget sums) : IVolumeLibrary
{
    private const string Changer = "changer";
    private const int Tries = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Tier => "tape";

    /// <inheritdoc/>
    public bool IsSequential => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VolumePlace>> InventoryAsync(CancellationToken cancel)
    {
        ChangerStatus status = await StatusAsync(cancel);
        return
        [
            .. status.Drives.Where(static drive => drive.Value.Tape is { Length: > 0 }).Select(static drive => new VolumePlace(drive.Value.Tape!, string.Create(CultureInfo.InvariantCulture, $"drive {drive.Key}"))),
            .. status.Slots.Where(static slot => slot.Value is { Tape.Length: > 0, IsDoor: false }).Select(static slot => new VolumePlace(slot.Value.Tape!, string.Create(CultureInfo.InvariantCulture, $"slot {slot.Key}"))),
        ];
    }

    /// <inheritdoc/>
    public Task<string?> TryMakeAsync(Func<string, bool> taken, CancellationToken cancel) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public long? FreeBytes() => null;

    /// <inheritdoc/>
    public async Task<IVolume> OpenAsync(string tapeId, CancellationToken cancel)
    {
        while (true)
        {
            for (int drive = 0; drive < options.DriveDevices.Count; drive++)
            {
                AdvisoryLock? held = await AdvisoryLock.TryTakeAsync(sums, AdvisoryLock.Drive, options.DriveDevices[drive], cancel);
                if (held is null)
                    continue;
                bool isUsed = false;
                try
                {
                    isUsed = await TryLoadAsync(tapeId, drive, cancel);
                    if (isUsed)
                        return new TapeVolume(tapeId, options, options.DriveDevices[drive], held, () => UnloadAsync(drive, CancellationToken.None));
                }
                finally
                {
                    if (!isUsed)
                        await held.DisposeAsync();
                }
            }
            await Task.Delay(Pause, cancel);   // all drives are busy
        }
    }

    // False: the tape is in another drive, which is to be had next.
    private async Task<bool> TryLoadAsync(string tapeId, int drive, CancellationToken cancel)
    {
        await using AdvisoryLock moving = await AdvisoryLock.TakeAsync(sums, AdvisoryLock.Drive, Changer, cancel);
        for (int attempt = 0; ; attempt++)
        {
            ChangerStatus status = await StatusAsync(cancel);
            int? loaded = status.DriveOf(tapeId);
            if (loaded is not null)
                return loaded == drive;
            if (attempt == Tries)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"tape {tapeId} is not in drive {drive} after mtx loaded it"));
            if (status.SlotOf(tapeId) is not int slot)
                throw new IOException($"tape {tapeId} is not in the changer");
            if (status.Drives.TryGetValue(drive, out (string? Tape, int? Home) present) && present.Tape is not null)
                await UnloadAsync(status, drive, cancel);   // left by a process that died
            await MtxAsync(cancel, "load", Number(slot), Number(drive));
        }
    }

    private async Task UnloadAsync(int drive, CancellationToken cancel)
    {
        await using AdvisoryLock moving = await AdvisoryLock.TakeAsync(sums, AdvisoryLock.Drive, Changer, cancel);
        await UnloadAsync(await StatusAsync(cancel), drive, cancel);
    }

    private async Task UnloadAsync(ChangerStatus status, int drive, CancellationToken cancel)
    {
        if (!status.Drives.TryGetValue(drive, out (string? Tape, int? Home) present) || present.Tape is null)
            return;
        int? slot = present.Home is int home && status.Slots.TryGetValue(home, out (string? Tape, bool) free) && free.Tape is null ? home : status.Empty(isDoor: false);
        if (slot is null)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"no slot is empty for the tape in drive {drive}"));
        await DeviceProgram.RunAsync(options.MtProgram, ["-f", options.DriveDevices[drive], "offline"], cancel);
        await MtxAsync(cancel, "unload", Number(slot.Value), Number(drive));
    }

    /// <inheritdoc/>
    public async Task<string> ShelveAsync(string tapeId, CancellationToken cancel)
    {
        await using AdvisoryLock moving = await AdvisoryLock.TakeAsync(sums, AdvisoryLock.Drive, Changer, cancel);
        ChangerStatus status = await StatusAsync(cancel);
        int slot = status.SlotOf(tapeId) ?? throw new IOException($"tape {tapeId} is in no slot");
        int door = status.Empty(isDoor: true) ?? throw new IOException("the changer has no empty door");
        await MtxAsync(cancel, "transfer", Number(slot), Number(door));
        return string.Create(CultureInfo.InvariantCulture, $"door {door}");
    }

    /// <inheritdoc/>
    public async Task ImportAsync(string tapeId, CancellationToken cancel)
    {
        await using AdvisoryLock moving = await AdvisoryLock.TakeAsync(sums, AdvisoryLock.Drive, Changer, cancel);
        ChangerStatus status = await StatusAsync(cancel);
        int from = status.SlotOf(tapeId) ?? throw new IOException($"tape {tapeId} is not in the door");
        if (!status.Slots[from].IsDoor)
            return;
        await MtxAsync(cancel, "transfer", Number(from), Number(status.Empty(isDoor: false) ?? throw new IOException("the changer has no empty slot")));
    }

    private async Task<ChangerStatus> StatusAsync(CancellationToken cancel) => ChangerStatus.Parse(await MtxAsync(cancel, "status"));

    private Task<string> MtxAsync(CancellationToken cancel, params string[] arguments) =>
        DeviceProgram.RunAsync(options.MtxProgram, ["-f", options.ChangerDevice, .. arguments], cancel);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

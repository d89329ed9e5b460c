using NetDrms.Sums.Archive;
using NetDrms.Sums.Archive.Tape;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>Drives and a changer, played by scripts that stand in for the hardware.</summary>
public sealed class StandInTapeTierTests : ArchiveTierTests
{
    protected override ArchiveOptions Options(string folder)
    {
        string robot = Path.Combine(folder, "robot");
        StandInTapes.Make(robot);
        return new()
        {
            Tier = ArchiveTier.Tape, ChangerDevice = "/dev/sg3", DriveDevices = [Path.Combine(robot, "nst0"), Path.Combine(robot, "nst1")],
            MtxProgram = Path.Combine(robot, "mtx"), MtProgram = Path.Combine(robot, "mt"), DdProgram = Path.Combine(robot, "dd"),
        };
    }

    protected override Task DamageAsync(string folder, string tapeId, int file)
    {
        string path = Path.Combine(folder, "robot", "tapes", tapeId, $"{file}");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[9000] ^= 1;
        File.WriteAllBytes(path, bytes);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Stand_in_changer_tapes_are_entered_by_barcode_shelved_through_the_door_and_brought_back()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using TestArchive archive = await TestArchive.StartAsync(Options);
        await archive.PutAsync();
        await archive.RunAsync();
        Assert.Equal(
            ["012821L4|7|2|1|near-line", "012822L4|-1|1|-1|near-line", "012823L4|-1|1|-1|near-line", "CLN001L4|-1|1|-2|near-line"],
            await archive.Sums.RowsAsync($"select tapeid, group_id, nxtwrtfn, closed, state from sum_tape join netdrms.sum_volume using (tapeid) order by 1"));
        await Assert.ThrowsAsync<Model.Errors.DrmsException>(() => archive.Volumes.ShelveAsync("012821L4", cancel));   // the door is taken
        await archive.Volumes.ImportAsync("012825L4", cancel).ContinueWith(static done => done.Exception, cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        File.WriteAllText(Path.Combine(archive.Sums.Root + "-archive", "robot", "slot5"), "");
        Assert.Equal("""{"location":"door 5"}""", await archive.Volumes.ShelveAsync("012821L4", cancel));
        Assert.Equal(["shelved"], await archive.Sums.RowsAsync($"select state from netdrms.sum_volume where tapeid = '012821L4'"));
        await archive.Volumes.ImportAsync("012821L4", cancel);
        Assert.Equal(["near-line"], await archive.Sums.RowsAsync($"select state from netdrms.sum_volume where tapeid = '012821L4'"));
    }

    [Fact]
    public async Task Stand_in_drive_with_a_tape_left_in_it_is_emptied_and_used()
    {
        await using TestArchive archive = await TestArchive.StartAsync(Options);
        AllocatedUnit unit = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(unit);
        string robot = Path.Combine(archive.Sums.Root + "-archive", "robot");
        TestArchive.Run(Path.Combine(robot, "mtx"), "-f", "/dev/sg3", "load", "2", "0");   // a process died
        Assert.NotNull((await archive.GetAsync(unit))[0]);
    }

    [Fact]
    public void Status_of_a_changer_is_read()
    {
        ChangerStatus status = ChangerStatus.Parse("""
              Storage Changer /dev/sg3:2 Drives, 3 Slots ( 1 Import/Export )
            Data Transfer Element 0:Full (Storage Element 1 Loaded):VolumeTag = 012821L4
            Data Transfer Element 1:Empty
                  Storage Element 1:Empty
                  Storage Element 2:Full :VolumeTag=012822L4
                  Storage Element 3 IMPORT/EXPORT:Full
            """);
        Assert.Equal(("012821L4", 1), status.Drives[0]);
        Assert.Equal((null, null), status.Drives[1]);
        Assert.Equal((0, 2, 1), (status.DriveOf("012821L4"), status.SlotOf("012822L4"), status.Empty(isDoor: false)));
        Assert.Equal(("", true), status.Slots[3]);
        Assert.Throws<IOException>(() => ChangerStatus.Parse("mtx: cannot open SCSI device"));
    }
}

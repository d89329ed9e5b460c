using System.Globalization;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Integrity;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Integrity;

/// <summary>Stored units are read and compared; what is wrong is noted, told, and fetched again where there is a copy. Spec 04, better 4 and 7.</summary>
public sealed class VerificationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<AllocatedUnit[]> StoreAsync(TestSums sums, int count)
    {
        await using SumsClient client = await sums.OpenAsync();
        List<AllocatedUnit> units = [];
        for (int i = 0; i < count; i++)
        {
            AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            units.Add(unit);
        }
        await client.PutAsync(units, "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return [.. units];
    }

    private static void Flip(string path)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 9;
            file.WriteByte(4);
        }
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("444", 8));
    }

    private static async Task<List<VerifiedUnit>> VerifyAsync(TestSums sums, VerifyScope scope)
    {
        await using StorageVerification verification = new(sums.Database.Target);
        List<VerifiedUnit> units = [.. await verification.RowsAsync(scope, Cancel)];
        await foreach (VerifiedUnit unit in verification.VerifyAsync(scope, static _ => { }, Cancel))
            units.Add(unit);
        return units;
    }

    private static StewardParts Parts(TestSums sums, SumsDatabase database) =>
        new() { Options = new StewardOptions { VerifyDays = 1 }, Database = database, Drms = null, Log = sums.Log, Meters = null };

    [Fact]
    public async Task Faults_of_stored_units_are_found_and_noted_and_the_rest_is_whole()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit[] units = await StoreAsync(sums, 6);
        Flip(Path.Combine(units[1].Path, "S00000/file.dat"));
        UnitTree.Remove(units[2].Path);
        File.WriteAllText(Path.Combine(units[3].Path, "extra"), "new");
        await sums.Database.ExecuteAsync($"update sum_main set bytes = 5 where ds_index = {units[4].Sunum.Value}");
        await sums.Database.ExecuteAsync($"delete from sum_partn_alloc where ds_index = {units[5].Sunum.Value}");
        List<VerifiedUnit> found = await VerifyAsync(sums, new VerifyScope());
        Assert.Equal(
            [$"{units[5].Sunum} NoRow", $"{units[1].Sunum} WrongContent", $"{units[2].Sunum} NoDirectory", $"{units[3].Sunum} Extra", $"{units[4].Sunum} WrongBytes"],
            found.Where(unit => unit.Outcome == VerifyOutcome.Faulty).Select(unit => $"{unit.Sunum} {string.Join(' ', unit.Faults.Select(fault => fault.Kind))}"));
        Assert.Equal(2, found.Count(unit => unit.Outcome == VerifyOutcome.Whole));
        Assert.Equal(units[1..5].Select(unit => unit.Sunum.ToString()), await sums.RowsAsync($"select sunum from netdrms.sums_manifest where damage is not null and verified is not null order by 1"));
        Assert.Empty(await VerifyAsync(sums, new VerifyScope { Series = "h04.t", Before = DateTimeOffset.UnixEpoch }));   // all were read since: a run that was stopped goes on
        Assert.Single(await VerifyAsync(sums, new VerifyScope { Sunums = [units[0].Sunum] }));
    }

    [Fact]
    public async Task The_duty_gives_manifests_to_units_without_one_and_reads_those_first_that_wait_longest()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit[] units = await StoreAsync(sums, 3);
        await sums.Database.ExecuteAsync($"delete from netdrms.sums_manifest where sunum = {units[0].Sunum.Value}");
        await using SumsDatabase database = new(sums.Database.Target, 2, sums.Log);
        using IntegrityMetrics metrics = new(null);
        VerificationDuty duty = new(Parts(sums, database), metrics, restore: null);
        Assert.Equal(1, await duty.PassAsync(null, Cancel));
        Assert.Equal([$"{units[0].Sunum}|True|True"], await sums.RowsAsync($"select sunum, first_seen = verified, damage is null from netdrms.sums_manifest where first_seen is not null"));
        Assert.Equal(0, await duty.PassAsync(null, Cancel));   // sealing was a reading
        await sums.Database.ExecuteAsync($"update netdrms.sums_manifest set sealed = now() - interval '2 days' where sunum = {units[2].Sunum.Value}");
        Assert.Equal(1, await duty.PassAsync(null, Cancel));
        Assert.Equal([units[2].Sunum.ToString()], await sums.RowsAsync($"select sunum from netdrms.sums_manifest where verified is not null and first_seen is null"));
    }

    [Fact]
    public async Task Damage_is_told_and_what_an_archive_gives_back_counts_when_it_was_read()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit[] units = await StoreAsync(sums, 2);
        string kept = Path.Combine(sums.Root, "copy");
        File.Copy(Path.Combine(units[0].Path, "S00000/file.dat"), kept);
        foreach (AllocatedUnit unit in units)
            Flip(Path.Combine(unit.Path, "S00000/file.dat"));
        await sums.Database.ExecuteAsync($"update netdrms.sums_manifest set sealed = now() - interval '2 days'");
        await using SumsDatabase database = new(sums.Database.Target, 2, sums.Log);
        using IntegrityMetrics metrics = new(null);
        VerificationDuty duty = new(Parts(sums, database), metrics, (sunum, _) =>
        {
            if (sunum == units[1].Sunum)
                return Task.FromResult<string?>("it is not archived");
            string file = Path.Combine(units[0].Path, "S00000/file.dat");
            File.Delete(file);
            File.Copy(kept, file);
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("444", 8));
            return Task.FromResult<string?>(null);
        });
        Assert.Equal(2, await duty.PassAsync(null, Cancel));
        List<string> told = [.. sums.Log.Lines.Select(line => line.Text).Where(text => text.StartsWith("storage unit ", StringComparison.Ordinal))];
        Assert.Contains(told, text => text.Contains($"{units[0].Sunum} at {units[0].Path} is damaged: S00000/file.dat: SHA-256 is", StringComparison.Ordinal));
        Assert.Contains($"storage unit {units[0].Sunum} at {units[0].Path} was fetched again and is whole", told);
        Assert.Contains($"storage unit {units[1].Sunum} at {units[1].Path} could not be fetched again: it is not archived", told);
        Assert.Equal([units[1].Sunum.ToString()], await sums.RowsAsync($"select sunum from netdrms.sums_manifest where damage is not null"));
    }

    [Fact]
    public async Task Units_of_a_partition_that_is_not_mounted_are_not_called_lost()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit[] units = await StoreAsync(sums, 4);
        await sums.StopAsync();
        Directory.Move(sums.Partition("SUM8"), sums.Partition("away"));
        List<VerifiedUnit> found = await VerifyAsync(sums, new VerifyScope());
        Assert.All(found, unit => Assert.Equal(unit.Path.Contains("/SUM8/", StringComparison.Ordinal) ? VerifyOutcome.Unreachable : VerifyOutcome.Whole, unit.Outcome));
        Assert.Equal(units.Length, found.Count);
        Assert.Empty(await sums.RowsAsync($"select sunum from netdrms.sums_manifest where damage is not null"));
        Directory.Move(sums.Partition("away"), sums.Partition("SUM8"));
    }

    [Fact]
    public async Task Orphans_are_listed_and_removed_only_when_nobody_knows_them()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit[] stored = await StoreAsync(sums, 1);
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit open = await client.AllocAsync(1000, 0, Cancel);   // in the journal only
        string eight = sums.Partition("SUM8"), outside = Path.Combine(sums.Root, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "kept"), "kept", Cancel);
        foreach (string name in new[] { "D900001", "D900002", "D0900003", "D12x", "D", "other", "D900004" })
            Directory.CreateDirectory(Path.Combine(eight, name));
        await File.WriteAllTextAsync(Path.Combine(eight, "D900001", "data"), "x", Cancel);
        Directory.CreateSymbolicLink(Path.Combine(eight, "D900001", "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(eight, "D900005"), outside);
        await File.WriteAllTextAsync(Path.Combine(eight, "D900006"), "a file", Cancel);
        string copy = stored[0].Path.Contains("/SUM8/", StringComparison.Ordinal) ? stored[0].Path.Replace("/SUM8/", "/SUM9/", StringComparison.Ordinal) : stored[0].Path.Replace("/SUM9/", "/SUM8/", StringComparison.Ordinal);
        Directory.CreateDirectory(copy);
        await sums.Database.ExecuteAsync($"insert into sum_partn_alloc (wd, sumid, status, ds_index) values ({Path.Combine(eight, "D900004")}, 1, 1, 0)");   // of an original daemon
        await sums.Database.ExecuteAsync($"delete from netdrms.sums_unit where step = 'unconfirmed'");   // a number of the journal is never an orphan
        await using StorageVerification verification = new(sums.Database.Target);
        OrphanSearch search = new(verification, sums.Database.Target);
        List<OrphanDirectory> found = [];
        await foreach (OrphanDirectory directory in search.FindAsync(why => Assert.Fail(why), Cancel))
            found.Add(directory);
        Assert.Equal(
            new[] { Path.Combine(eight, "D900001"), Path.Combine(eight, "D900002"), copy }.Order(StringComparer.Ordinal),
            found.Select(directory => directory.Path).Order(StringComparer.Ordinal));
        OrphanDirectory first = found.Single(directory => directory.Sunum.Value == 900001), second = found.Single(directory => directory.StoredAt is not null);
        Assert.Contains("is stored at", await search.RemoveAsync(second, TimeSpan.Zero, Cancel), StringComparison.Ordinal);
        Assert.Equal("it changed a short time ago", await search.RemoveAsync(first, TimeSpan.FromHours(1), Cancel));
        Assert.Null(await search.RemoveAsync(first, TimeSpan.Zero, Cancel));
        Assert.False(Directory.Exists(first.Path));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
        Assert.Equal("SUMS knows it meanwhile", await search.RemoveAsync(found[0] with { Sunum = open.Sunum, Path = open.Path, StoredAt = null }, TimeSpan.Zero, Cancel));
        Assert.True(Directory.Exists(open.Path) && Directory.Exists(copy) && Directory.Exists(stored[0].Path));
        Assert.Equal([string.Create(CultureInfo.InvariantCulture, $"{open.Sunum}|allocated")], await sums.JournalAsync());
        await client.RollbackAsync();
    }

    [Fact]
    public void Reading_keeps_to_its_rate_and_ends_when_it_shall()
    {
        using CancellationTokenSource stop = new();
        ReadingPace pace = new(10e6, TimeProvider.System, stop.Token);
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 20; i++)
            pace.Spend(250_000);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.35, 5);   // 5 MB at 10 MB/s, less the credit
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => pace.Spend(1_000_000_000));
    }
}

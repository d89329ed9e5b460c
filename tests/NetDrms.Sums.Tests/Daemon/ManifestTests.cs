using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Every sealed unit has a manifest, and it goes with the unit. Spec 04, better 7.</summary>
public sealed class ManifestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<List<string>> ManifestsAsync(TestSums sums) => sums.RowsAsync(
        $"""
        select sunum, (select string_agg(convert_from(names[i], 'UTF8') || ' ' || sizes[i] || ' ' || modes[i] || ' ' || length(hashes[i]), ', ' order by i) from generate_subscripts(names, 1) i)
        from netdrms.sums_manifest order by sunum
        """);

    [Fact]
    public async Task A_put_writes_a_manifest_with_its_step_and_a_rollback_takes_it_away()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit unit;
        await using (SumsClient client = await sums.OpenAsync())
        {
            unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            Assert.Equal([$"{unit.Sunum}| 0 17901 0, Records.txt 29 33060 32, S00000 0 17901 0, S00000/file.dat 16384 33060 32"], await ManifestsAsync(sums));
            AllocatedUnit unused = await client.AllocAsync(1000, 0, Cancel);
            await client.CloseAsync(Cancel);
            await client.DisposeAsync();
            await sums.SettleAsync();
            Assert.False(Directory.Exists(unused.Path));
        }
        await using (SumsClient client = await sums.OpenAsync())
        {
            AllocatedUnit other = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(other);
            await client.PutAsync([other], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            Assert.Equal(2, (await ManifestsAsync(sums)).Count);
            await client.RollbackAsync();
        }
        await sums.SettleAsync();
        Assert.StartsWith($"{unit.Sunum}|", Assert.Single(await ManifestsAsync(sums)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2)]       // one statement
    [InlineData(70, 2)]     // several jobs, each writes its own
    [InlineData(2, 520)]    // more entries than one statement takes
    public async Task Many_units_and_many_files_all_have_manifests(int units, int files)
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using SumsClient client = await sums.OpenAsync();
        List<AllocatedUnit> all = [];
        for (int i = 0; i < units; i++)
        {
            AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
            for (int file = 0; file < files + (i % 2); file++)
                await File.WriteAllTextAsync(Path.Combine(unit.Path, $"f{file}"), $"{i}", Cancel);
            all.Add(unit);
        }
        await client.PutAsync(all, "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        Assert.Equal(all.Select((unit, i) => $"{unit.Sunum}|{files + (i % 2) + 1}"), await sums.RowsAsync($"select sunum, cardinality(names) from netdrms.sums_manifest order by sunum"));
    }

    [Fact]
    public async Task Units_belong_to_the_configured_group_and_a_group_that_does_not_exist_is_told()
    {
        Model.Errors.DrmsException error = await Assert.ThrowsAsync<Model.Errors.DrmsException>(() => TestSums.StartAsync(TestSums.Quick with { Group = "no-such-group" }));
        Assert.Contains("group \"no-such-group\" does not exist", error.Message, StringComparison.Ordinal);
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("an unprivileged user may be in one group only");
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { Group = "daemon" });
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        uint daemon = Posix.GroupNamed("daemon")!.Value;
        Assert.Equal((daemon, 0x5FD), GroupAndMode(unit.Path));
        TestSums.Fill(unit);
        Assert.Equal(0, Posix.chown(Path.Combine(unit.Path, "Records.txt"), 0, 0));
        await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        Assert.Equal((daemon, 0x5ED), GroupAndMode(unit.Path));
        Assert.Equal((daemon, 0x124), GroupAndMode(Path.Combine(unit.Path, "Records.txt")));
        Assert.Equal((daemon, 0x5ED), GroupAndMode(Path.Combine(unit.Path, "S00000")));
    }

    private static (uint Group, int Mode) GroupAndMode(string path)
    {
        Assert.True(Posix.TryStatus(Posix.CurrentFolder, Posix.Name(path), follow: false, out FileStatus status));
        return (status.Group, status.Mode & 0xFFF);
    }
}

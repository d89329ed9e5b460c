using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Alloc in one session and put in another; numbers that the client chooses. Spec 04 §4.1.</summary>
public sealed class GrantTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<AllocatedUnit> AllocAndCloseAsync(TestSums sums, Sunum? given, bool keep)
    {
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await client.AllocAsync(1000, 0, given, keep, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_client_keeps_another_session_may_put(bool isGiven)
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit unit = await AllocAndCloseAsync(sums, isGiven ? new Sunum(562949953424060) : null, keep: !isGiven);
        await sums.SettleAsync();
        Assert.Equal([$"{unit.Sunum}|granted"], await sums.JournalAsync());
        TestSums.Fill(unit);
        await using SumsClient client = await sums.OpenAsync();
        await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
        await sums.SettleAsync();
        Assert.Empty(await sums.JournalAsync());   // confirmed: no DRMS database is there to ask, or it is a unit of another site
    }

    [Fact]
    public async Task A_grant_that_nobody_uses_is_removed_after_its_time()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { GrantHours = 0 });
        await AllocAndCloseAsync(sums, null, keep: true);
        await sums.SettleAsync();
        Assert.Empty(sums.Directories());
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]
    public async Task A_grant_returns_when_the_second_session_rolls_back()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit unit = await AllocAndCloseAsync(sums, null, keep: true);
        TestSums.Fill(unit);
        await using (SumsClient client = await sums.OpenAsync())
        {
            await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            await client.RollbackAsync();
        }
        await sums.SettleAsync();
        Assert.Equal([$"{unit.Sunum}|granted"], await sums.JournalAsync());
        Assert.Single(sums.Directories());
    }

    [Fact]
    public async Task A_given_number_that_is_known_is_refused_and_nothing_is_touched()
    {
        await using TestSums sums = await TestSums.StartAsync();
        Sunum given = new(562949953424060);
        AllocatedUnit unit;
        await using (SumsClient client = await sums.OpenAsync())
        {
            unit = await client.AllocAsync(1000, 0, given, keep: false, Cancel);
            TestSums.Fill(unit);
            await using SumsClient second = await sums.OpenAsync();
            DrmsException live = await Assert.ThrowsAsync<DrmsException>(() => second.AllocAsync(1000, 0, given, keep: false, Cancel));
            Assert.Contains("is being written at", live.Message, StringComparison.Ordinal);
            await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
        }
        for (int i = 0; i < 4; i++)   // whatever partition is chosen
        {
            await using SumsClient client = await sums.OpenAsync();
            DrmsException stored = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, given, keep: false, Cancel));
            Assert.Contains($"is stored already at {unit.Path}", stored.Message, StringComparison.Ordinal);
        }
        await sums.SettleAsync();
        Assert.True(File.Exists(Path.Combine(unit.Path, "S00000", "file.dat")));
    }

    [Fact]
    public async Task An_empty_directory_that_waits_is_given_again()
    {
        await using TestSums sums = await TestSums.StartAsync();
        Sunum given = new(562949953424060);
        AllocatedUnit first = await AllocAndCloseAsync(sums, given, keep: false);
        Assert.Equal(first, await AllocAndCloseAsync(sums, given, keep: false));
    }

    [Fact]
    public async Task A_directory_that_exists_already_is_never_taken_nor_removed()
    {
        await using TestSums sums = await TestSums.StartAsync();
        foreach (string partition in (string[])["SUM8", "SUM9"])
        {
            Directory.CreateDirectory(sums.Partition(partition) + "/D4711");
            await File.WriteAllTextAsync(sums.Partition(partition) + "/D4711/old", "old", Cancel);
        }
        await using (SumsClient client = await sums.OpenAsync())
            await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, new Sunum(4711), keep: false, Cancel));
        await sums.SettleAsync();
        Assert.Equal(["SUM8/D4711", "SUM9/D4711"], sums.Directories());
        Assert.Equal("old", await File.ReadAllTextAsync(sums.Partition("SUM8") + "/D4711/old", Cancel));
    }
}

using NetDrms.Sums.Client;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Reservations and troubled partitions, on a real daemon. Spec 04, better 8.</summary>
public sealed class PlacementOfUnitsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_allocated_counts_as_used_until_it_is_put_or_given_up()
    {
        await using TestSums sums = await TestSums.StartAsync();
        long free = new DriveInfo(sums.Root).AvailableFreeSpace;
        long most = free / 10 * 6;   // two of them do not fit on one disk; both partitions are on the same one, but each counts for itself
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit[] first = [await client.AllocAsync(most, 0, Cancel), await client.AllocAsync(most, 0, Cancel)];
        Assert.Equal(2, first.Select(unit => Path.GetDirectoryName(unit.Path)).Distinct().Count());
        await using (SumsClient other = await sums.OpenAsync())
        {
            Model.Errors.DrmsException error = await Assert.ThrowsAsync<Model.Errors.DrmsException>(() => other.AllocAsync(most, 0, Cancel));
            Assert.Contains("of them for open allocations", error.Message, StringComparison.Ordinal);
        }
        await client.PutAsync([first[0]], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);   // it took less than it asked
        await using (SumsClient other = await sums.OpenAsync())
        {
            Assert.Equal(Path.GetDirectoryName(first[0].Path), Path.GetDirectoryName((await other.AllocAsync(most, 0, Cancel)).Path));
            await other.RollbackAsync();
        }
        await client.RollbackAsync();
        await sums.SettleAsync();
        await using SumsClient last = await sums.OpenAsync();
        await last.AllocAsync(most, 0, Cancel);
        await last.AllocAsync(most, 0, Cancel);
        await last.RollbackAsync();
    }

    [Fact]
    public async Task A_given_number_moves_on_when_a_partition_does_not_take_it_and_the_error_is_remembered()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can make a folder that takes nothing");
        await using TestSums sums = await TestSums.StartAsync();
        using System.Diagnostics.Process immutable = System.Diagnostics.Process.Start("chattr", ["+i", sums.Partition("SUM8")]);
        await immutable.WaitForExitAsync(Cancel);
        if (immutable.ExitCode != 0)
            Assert.Skip("the file system knows no immutable folders");
        try
        {
            await using SumsClient client = await sums.OpenAsync();
            for (int i = 1; i <= 12; i++)
                Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(1000, 0, new Sunum(7000 + i), keep: false, Cancel)).Path, StringComparison.Ordinal);
            await client.RollbackAsync();
        }
        finally
        {
            using System.Diagnostics.Process mutable = System.Diagnostics.Process.Start("chattr", ["-i", sums.Partition("SUM8")]);
            await mutable.WaitForExitAsync(CancellationToken.None);
        }
        string noted = Assert.Single(await sums.RowsAsync($"select right(partn_name, 4), errors > 0.9 and errors < 9, last_error from netdrms.sums_partition"));
        Assert.Equal("SUM8|True|operation not permitted", noted);   // not at every turn: each error halves the chance of the next
        await sums.SettleAsync();
    }
}

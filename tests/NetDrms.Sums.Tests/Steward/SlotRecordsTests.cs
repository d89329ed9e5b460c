using System.Text;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>Records.txt, as DRMS writes it and as an enemy would. Spec 02 §6.3.</summary>
public sealed class SlotRecordsTests
{
    [Fact]
    public void Records_of_a_unit_are_read()
    {
        SlotRecords records = SlotRecords.Parse("DELETE_SLOTS_RECORDS\nseries=h02.Lnk\nslot\trecord number\n0\t19\n1\t20\n"u8);
        Assert.Equal("h02.Lnk", records.Series.Text);
        Assert.Equal([19, 20], records.Recnums);
    }

    [Theory]
    [InlineData("DELETE_SLOTS_RECORDS\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=\nslot\trecord number\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t; drop table x\nslot\trecord number\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\n0\t4\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\tx\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t-4\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t99999999999999999999\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4 or 1=1\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n\n0\t4\n")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0 4\n")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SlotRecords.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Only_a_regular_file_with_the_first_line_counts()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "Records.txt");
        Assert.Null(SlotRecords.Read(folder["missing"]));
        Assert.Null(SlotRecords.Read(folder.Path));
        foreach (string text in (string[])["", "series=h04.t\nslot\trecord number\n0\t4\n", "DELETE_SLOTS_RECORDSX\n", "DELETE_SLOTS_RECORD"])
        {
            File.WriteAllText(file, text);
            Assert.Null(SlotRecords.Read(folder.Path));
        }
        string real = folder["real.txt"];
        File.WriteAllText(real, "DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4\n");
        File.Delete(file);
        File.CreateSymbolicLink(file, real);
        Assert.Null(SlotRecords.Read(folder.Path));
        File.Delete(file);
        File.Move(real, file);
        Assert.Equal([4], SlotRecords.Read(folder.Path)!.Recnums);
        using (FileStream long_ = new(file, FileMode.Open))
            long_.SetLength(SlotRecords.MaxBytes + 1);
        Assert.Throws<FormatException>(() => SlotRecords.Read(folder.Path));
    }
}

using System.Globalization;
using System.Text;
using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;

namespace NetDrms.Drms.Tests.Json;

/// <summary>Columns that grow in memory and move to a file when they are too long.</summary>
public class ColumnStoreTests
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(100_000)]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Rows_become_columns_whole_and_in_order_whatever_the_memory(long memory)
    {
        using ColumnStore store = new(memory);
        HeldColumn numbers = store.Add();
        HeldColumn texts = store.Add();
        HeldColumn empty = store.Add();
        for (int i = 0; i < Rows; i++)
        {
            numbers.Number(i);
            if (i % 3 == 0)
                texts.Text(string.Create(CultureInfo.InvariantCulture, $"t/{i}"));
            store.SpillIfFull();
        }
        Assert.Equal(memory < 200_000, store.SpilledBytes > 0);
        Assert.Equal(string.Join(',', Enumerable.Range(0, Rows)), await ReadAsync(store, numbers));
        Assert.Equal(string.Join(',', Enumerable.Range(0, Rows).Where(i => i % 3 == 0).Select(i => $"\"t\\/{i}\"")), await ReadAsync(store, texts));
        Assert.Equal("", await ReadAsync(store, empty));
        Assert.Equal((Rows, 0), (numbers.Count, empty.Count));
    }

    [Fact]
    public void Memory_stays_within_its_bound()
    {
        const long bound = 64 * 1024;
        using ColumnStore store = new(bound);
        HeldColumn[] columns = [.. Enumerable.Range(0, 10).Select(_ => store.Add())];
        for (int i = 0; i < 100_000; i++)
        {
            foreach (HeldColumn column in columns)
                column.Number(i);
            store.SpillIfFull();
            Assert.True(columns.Sum(c => (long)c.Bytes.Held.Length) <= bound);
        }
        Assert.InRange(store.SpilledBytes, 100_000 * 50L, 100_000 * 70L);
    }

    [Fact]
    public void The_file_has_no_name_and_is_nobody_elses()
    {
        using ColumnStore store = new(10);
        HeldColumn column = store.Add();
        column.Text(new string('x', 100));
        store.SpillIfFull();
        Assert.Equal(102, store.SpilledBytes);
        Assert.Contains(Directory.GetFiles("/proc/self/fd"), f => new FileInfo(f).LinkTarget is string target && target.EndsWith(" (deleted)", StringComparison.Ordinal) && target.Contains("/drms-", StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_longer_than_allowed_is_an_error_that_says_so()
    {
        using ColumnStore store = new(100, longestBytes: 1_000);
        HeldColumn column = store.Add();
        DrmsException refused = Assert.Throws<DrmsException>(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                column.Number(i);
                store.SpillIfFull();
            }
        });
        Assert.Equal(ErrorCode.Limit, refused.Error.Code);
        Assert.Contains("1000 bytes", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(ColumnStore store, HeldColumn column)
    {
        using MemoryStream stream = new();
        OutputBuffer output = new(stream);
        await store.WriteAsync(column, output, TestContext.Current.CancellationToken);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

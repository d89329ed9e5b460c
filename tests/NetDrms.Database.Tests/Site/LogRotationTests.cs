using NetDrms.Database.Site;

namespace NetDrms.Database.Tests.Site;

public sealed class LogRotationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Log => Path.Combine(_folder, "a.log");

    [Fact]
    public void A_log_that_is_short_or_missing_is_left_alone()
    {
        Assert.False(LogRotation.RotateIfLong(Log, 10));
        File.WriteAllText(Log, "0123456789");
        Assert.False(LogRotation.RotateIfLong(Log, 10));
        Assert.Equal([Log], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Its_writer_goes_on_and_the_oldest_copy_is_given_up()
    {
        using FileStream writer = new(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        for (int i = 1; i <= LogRotation.Generations + 2; i++)
        {
            writer.Write(System.Text.Encoding.ASCII.GetBytes($"line {i} of the log\n"));
            writer.Flush();
            writer.Seek(0, SeekOrigin.End);   // as a descriptor that only appends does by itself
            Assert.True(LogRotation.RotateIfLong(Log, 10));
            writer.Seek(0, SeekOrigin.End);
        }
        Assert.Equal("", File.ReadAllText(Log));
        Assert.Equal(
            ["line 5 of the log\n", "line 4 of the log\n", "line 3 of the log\n"],
            Enumerable.Range(1, LogRotation.Generations).Select(generation => File.ReadAllText($"{Log}.{generation}")));
        Assert.Equal(1 + LogRotation.Generations, Directory.GetFiles(_folder).Length);
    }
}

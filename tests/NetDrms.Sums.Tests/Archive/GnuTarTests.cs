using System.Globalization;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Archive.Tar;
using NetDrms.Sums.Tests.Units;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>Our tar and Debian's read each other. Spec 04 §5.4.</summary>
public sealed class GnuTarTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // What a unit may hold: links of both kinds, names of any bytes and lengths, empty and odd files, modes, setgid.
    private static string MakeUnit(TemporaryFolder folder)
    {
        string unit = folder["D641"];
        TestArchive.Run("/bin/sh", "-c", """
            set -e
            mkdir -p "$0/S00000/deep/deeper" "$0/empty"
            printf 'series=h04.t\n' >"$0/Records.txt"
            : >"$0/S00000/nothing"
            head -c 513 /dev/zero >"$0/S00000/odd"
            head -c 300000 /dev/urandom >"$0/S00000/deep/big"
            printf x >"$0/S00000/$(printf 'latin\351name')"
            long=$(printf 'n%.0s' $(seq 180)); printf y >"$0/S00000/deep/$long"
            ln -s ../Records.txt "$0/S00000/link"
            ln -s "/$long/$long" "$0/S00000/longlink"
            ln "$0/S00000/odd" "$0/S00000/deep/second"
            printf '#!/bin/sh\n' >"$0/S00000/run"; chmod 555 "$0/S00000/run"; chmod 444 "$0/Records.txt"
            chmod 2755 "$0" "$0/S00000"; chmod 755 "$0/empty"
            touch -d '2019-02-03 04:05:06' "$0/S00000/odd"
            """, unit);
        return unit;
    }

    private static async Task<MemoryStream> WriteAsync(string unit)
    {
        MemoryStream stream = new();
        UnitTarWriter tar = new(stream);
        await tar.AddUnitAsync(unit, "D641", Cancel);
        await tar.FinishAsync(Cancel);
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public async Task Gnu_tar_reads_what_we_write()
    {
        using TemporaryFolder folder = new();
        string unit = MakeUnit(folder);
        using (MemoryStream stream = await WriteAsync(unit))
        {
            Assert.Equal(0, stream.Length % 131072);
            await File.WriteAllBytesAsync(folder["1.tar"], stream.ToArray(), Cancel);
        }
        Directory.CreateDirectory(folder["out"]);
        TestArchive.Run("tar", "-x", "-p", "-b256", "-f", folder["1.tar"], "-C", folder["out"]);
        Assert.Equal(TestArchive.Tree(unit), TestArchive.Tree(folder["out/D641"]));
        Assert.Equal(new DateTime(2019, 2, 3, 4, 5, 6), File.GetLastWriteTime(folder["out/D641/S00000/odd"]));
        Assert.StartsWith("drwxr-sr-x", TestArchive.Run("tar", "-tvf", folder["1.tar"]), StringComparison.Ordinal);
        Assert.Equal("", TestArchive.Run("tar", "--compare", "-f", folder["1.tar"], "-C", folder.Path));
    }

    [Theory]
    [InlineData("gnu")]
    [InlineData("posix")]
    [InlineData("ustar")]
    public async Task We_read_what_gnu_tar_writes(string format)
    {
        using TemporaryFolder folder = new();
        string unit = MakeUnit(folder);
        if (format == "ustar")
            TestArchive.Run("/bin/sh", "-c", "rm \"$0\"/S00000/longlink \"$0\"/S00000/deep/nnn*", unit);   // it cannot hold so long names
        TestArchive.Run("tar", "-c", "-b256", $"--format={format}", "-f", folder["1.tar"], "-C", folder.Path, "D641");
        UnitExtractor extractor = new(new Dictionary<string, string> { ["D641"] = folder["D9"] }, UnitOwner.Own);
        await using (FileStream stream = File.OpenRead(folder["1.tar"]))
        await using (Md5Stream sum = new(stream))
        {
            await extractor.ExtractAsync(sum, Cancel);
            Assert.Equal(TestArchive.Run("md5sum", folder["1.tar"]).Split(' ')[0], sum.Md5);
        }
        Assert.Equal(TestArchive.Tree(unit), TestArchive.Tree(folder["D9"]));
        Assert.Equal(new DateTime(2019, 2, 3, 4, 5, 6), File.GetLastWriteTime(folder["D9/S00000/odd"]));
    }

    [Fact]
    public async Task The_same_unit_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        string unit = MakeUnit(folder);
        using MemoryStream one = await WriteAsync(unit), two = await WriteAsync(unit);
        Assert.Equal(one.ToArray(), two.ToArray());
    }

    [Fact]   // early series have one folder more on top: spec 04 §5.6
    public async Task A_unit_that_lies_one_folder_deeper_is_moved_up()
    {
        using TemporaryFolder folder = new();
        string unit = MakeUnit(folder);
        Directory.CreateDirectory(folder["top"]);
        Directory.Move(unit, folder["top/D641"]);
        TestArchive.Run("tar", "-c", "-b256", "-f", folder["1.tar"], "-C", folder.Path, "top/D641");
        UnitExtractor extractor = new(new Dictionary<string, string> { ["D641"] = folder["D641"] }, UnitOwner.Own);
        await using FileStream stream = File.OpenRead(folder["1.tar"]);
        await extractor.ExtractAsync(stream, Cancel);
        Assert.Equal(TestArchive.Tree(folder["top/D641"]), TestArchive.Tree(unit));
    }

    [Theory]   // a tape may come from anywhere
    [InlineData("D641/../../outside", '0', "")]
    [InlineData("D641/../outside", '5', "")]
    [InlineData("D641/device", '3', "")]
    [InlineData("D641", '0', "")]
    [InlineData("D641/hard", '1', "/etc/passwd")]
    [InlineData("D641/hard", '1', "D641/../../../etc/passwd")]
    public async Task A_hostile_member_is_refused_and_nothing_is_written_outside(string name, char type, string link)
    {
        using TemporaryFolder folder = new();
        byte[] archive = new byte[131072];
        new TarHeader { Type = (byte)type, Name = System.Text.Encoding.ASCII.GetBytes(name), Link = System.Text.Encoding.ASCII.GetBytes(link), Mode = 0b110_100_100 }.Write(archive);
        UnitExtractor extractor = new(new Dictionary<string, string> { ["D641"] = folder["in/D641"] }, UnitOwner.Own);
        Directory.CreateDirectory(folder["in"]);
        await Assert.ThrowsAnyAsync<Exception>(() => extractor.ExtractAsync(new MemoryStream(archive), Cancel));
        Assert.Equal(["in"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_in_the_archive_is_not_followed()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["outside"]);
        byte[] archive = new byte[131072];
        new TarHeader { Type = TarHeader.SymbolicLink, Name = "D641/way"u8.ToArray(), Link = System.Text.Encoding.ASCII.GetBytes(folder["outside"]) }.Write(archive);
        new TarHeader { Type = TarHeader.File, Name = "D641/way/file"u8.ToArray(), Mode = 0b110_100_100 }.Write(archive.AsSpan(512));
        UnitExtractor extractor = new(new Dictionary<string, string> { ["D641"] = folder["D641"] }, UnitOwner.Own);
        await Assert.ThrowsAsync<TargetException>(() => extractor.ExtractAsync(new MemoryStream(archive), Cancel));
        Assert.Empty(Directory.GetFileSystemEntries(folder["outside"]));
    }

    [Fact]
    public async Task Bytes_changed_anywhere_never_lead_out_of_the_unit()
    {
        using TemporaryFolder folder = new();
        using MemoryStream whole = await WriteAsync(MakeUnit(folder));
        Directory.CreateDirectory(folder["in"]);
        Random random = new(5);
        for (int round = 0; round < 200; round++)
        {
            byte[] bytes = whole.ToArray();
            for (int i = 0; i < 20; i++)
                bytes[random.Next(8192)] = (byte)random.Next(256);
            UnitExtractor extractor = new(new Dictionary<string, string> { ["D641"] = folder["in/D641"] }, UnitOwner.Own);
            try
            {
                await extractor.ExtractAsync(new MemoryStream(bytes), Cancel);
            }
            catch (Exception refused) when (refused is IOException or InvalidDataException)
            {
                // told, not guessed
            }
            UnitTree.Remove(folder["in/D641"]);
            Assert.Empty(Directory.GetFileSystemEntries(folder["in"]));
        }
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(8_589_934_591L)]      // the last that fits in octal
    [InlineData(8_589_934_592L)]
    [InlineData(long.MaxValue)]
    public void A_size_of_any_length_is_written_and_read(long bytes)
    {
        byte[] block = new byte[TarHeader.BlockBytes];
        new TarHeader { Type = TarHeader.File, Name = "x"u8.ToArray(), SizeBytes = bytes, ModifiedSeconds = -5, User = 3_000_000_000 }.Write(block);
        TarHeader read = TarHeader.Read(block)!;
        Assert.Equal((bytes, -5L, 3_000_000_000L), (read.SizeBytes, read.ModifiedSeconds, read.User));
    }

    [Fact]
    public void The_label_is_the_original_s() => Assert.Equal(
        "Created Tue Nov  3 04:11:41 2026\ntapeid 012821L4\ngroup_id 7\n",
        new VolumeLabel("012821L4", 7).ToText(DateTimeOffset.Parse("2026-11-03T04:11:41Z", CultureInfo.InvariantCulture)));
}

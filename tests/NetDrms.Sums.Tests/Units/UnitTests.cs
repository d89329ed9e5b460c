using System.Globalization;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Units;

public sealed class UnitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Unit()
    {
        string unit = _folder["D158"];
        Assert.Equal(0, UnitFolder.TryMake(unit, UnitOwner.Own));
        return unit;
    }

    private static string ModeOf(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    [Fact]
    public void A_new_directory_has_mode_2775_whatever_the_umask() => Assert.Equal("2775", ModeOf(Unit()));

    [Fact]
    public void A_taken_name_is_told_and_not_touched()
    {
        string unit = Unit();
        File.WriteAllText(Path.Combine(unit, "data"), "kept");
        Assert.Equal(Posix.AlreadyExists, UnitFolder.TryMake(unit, UnitOwner.Own));
        Assert.False(UnitFolder.TryRemoveEmpty(unit));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(unit, "data")));
    }

    [Fact]   // spec 04 §4.2 (V): 16384-byte file + 29-byte Records.txt + two 4096-byte directories = 24605
    public void The_size_counts_folders_and_files()
    {
        string unit = Unit();
        Directory.CreateDirectory(Path.Combine(unit, "S00000"));
        File.WriteAllBytes(Path.Combine(unit, "S00000", "file.dat"), new byte[16384]);
        File.WriteAllBytes(Path.Combine(unit, "Records.txt"), new byte[29]);
        Assert.Equal(24605, UnitSize.Of(unit).Bytes);
    }

    [Fact]
    public void Links_count_as_what_they_point_to_hard_links_twice_sparse_files_by_length()
    {
        string unit = Unit();
        long folders = UnitSize.Of(unit).Bytes;
        File.WriteAllBytes(Path.Combine(unit, "data"), new byte[1000]);
        File.CreateSymbolicLink(Path.Combine(unit, "soft"), "data");
        Assert.Equal(folders + 2000, UnitSize.Of(unit).Bytes);
        Link(Path.Combine(unit, "data"), Path.Combine(unit, "hard"));
        Assert.Equal(folders + 3000, UnitSize.Of(unit).Bytes);
        using (FileStream sparse = File.Create(Path.Combine(unit, "sparse")))
            sparse.SetLength(1_000_000);
        Assert.Equal(folders + 1_003_000, UnitSize.Of(unit).Bytes);
        File.CreateSymbolicLink(Path.Combine(unit, "dangling"), "nothing");
        Assert.Contains("points to nothing", Assert.Throws<IOException>(() => UnitSize.Of(unit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealing_makes_files_read_only_and_keeps_the_setgid_bit()
    {
        string unit = Unit();
        string slot = Path.Combine(unit, "S00000");
        Directory.CreateDirectory(slot);
        File.SetUnixFileMode(slot, File.GetUnixFileMode(slot) & ~UnixFileMode.SetGroup);
        string data = Path.Combine(slot, "data"), script = Path.Combine(unit, "x.sh");
        File.WriteAllText(data, "1234");
        File.WriteAllText(script, "12");
        File.SetUnixFileMode(script, (UnixFileMode)Convert.ToInt32("775", 8));
        UnitSize size = UnitSeal.Seal(unit, UnitOwner.Own).Size;
        Assert.Equal(2, size.Files);
        Assert.Equal(["2755", "755", "444", "555"], new[] { unit, slot, data, script }.Select(ModeOf));
    }

    [Fact]
    public void Sealing_leaves_a_file_alone_that_is_linked_from_outside_or_by_a_symbolic_link()
    {
        string outside = _folder["outside"];
        File.WriteAllText(outside, "not ours");
        File.SetUnixFileMode(outside, (UnixFileMode)Convert.ToInt32("640", 8));
        string unit = Unit();
        Link(outside, Path.Combine(unit, "hard"));
        File.CreateSymbolicLink(Path.Combine(unit, "soft"), outside);
        File.WriteAllText(Path.Combine(unit, "own"), "ours");
        Link(Path.Combine(unit, "own"), Path.Combine(unit, "again"));
        UnitSeal.Seal(unit, UnitOwner.Own);
        Assert.Equal("640", ModeOf(outside));
        Assert.Equal("444", ModeOf(Path.Combine(unit, "own")));
    }

    [Fact]
    public void A_unit_of_many_files_is_sealed_too()
    {
        string unit = Unit();
        for (int i = 0; i < 100; i++)
            File.WriteAllText(Path.Combine(unit, i.ToString(CultureInfo.InvariantCulture)), "x");
        Assert.Equal(100, UnitSeal.Seal(unit, UnitOwner.Own).Size.Files);
    }

    [Fact]
    public void Removing_never_follows_a_link_and_copes_with_any_name()
    {
        string outside = _folder["outside"];
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "kept"), "kept");
        string unit = Unit();
        Directory.CreateDirectory(Path.Combine(unit, "a", "b"));
        File.WriteAllText(Path.Combine(unit, "a", "b", "line\nbreak"), "x");
        File.CreateSymbolicLink(Path.Combine(unit, "a", "link"), outside);
        File.SetUnixFileMode(Path.Combine(unit, "a"), UnixFileMode.None);
        UnitTree.Remove(unit);
        Assert.False(Directory.Exists(unit));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
        UnitTree.Remove(unit);   // gone already
        File.CreateSymbolicLink(unit, outside);
        Assert.Throws<IOException>(() => UnitTree.Remove(unit));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
        File.Delete(unit);
    }

    [Fact]
    public void A_tree_that_is_too_deep_is_refused_not_followed()
    {
        string unit = Unit();
        string deep = unit;
        for (int i = 0; i <= UnitTree.MaxDepth; i++)
            deep = Path.Combine(deep, "d");
        Directory.CreateDirectory(deep);
        Assert.Contains("folders deep", Assert.Throws<IOException>(() => UnitSeal.Seal(unit, UnitOwner.Own)).Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(unit, "d"), recursive: true);
    }

    [Fact]
    public void A_durable_file_is_whole_and_leaves_no_part()
    {
        string path = _folder["file"];
        DurableFile.Write(path, "old"u8);
        DurableFile.Write(path, "new"u8);
        Assert.Equal("new", File.ReadAllText(path));
        File.WriteAllText(path + DurableFile.PartSuffix, "written by another");
        DurableFile.Publish(path + DurableFile.PartSuffix, path);
        Assert.Equal("written by another", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private static void Link(string existing, string name)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start("ln", [existing, name]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

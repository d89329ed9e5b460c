using System.Security.Cryptography;
using System.Text;
using CsCheck;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Units;

/// <summary>Whatever happens to the bytes, names, kinds and modes of a sealed unit is found. Spec 04, better 7.</summary>
public sealed class UnitInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Unit(params (string Name, byte[] Content)[] files)
    {
        string unit = _folder["D158"];
        Assert.Equal(0, UnitFolder.TryMake(unit, UnitOwner.Own));
        foreach ((string name, byte[] content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(unit, name))!);
            File.WriteAllBytes(Path.Combine(unit, name), content);
        }
        return unit;
    }

    private static IReadOnlyList<UnitFault> Faults(string unit, SealedUnit sealedUnit) =>
        UnitInspection.Inspect(unit, sealedUnit.Manifest, sealedUnit.Size.Bytes, pace: null).Faults;

    private static void Writable(string path) => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public void A_manifest_holds_names_sizes_modes_and_hashes_of_everything_in_order()
    {
        byte[] large = new byte[(3 << 18) + 5];
        Random.Shared.NextBytes(large);
        string unit = Unit(("S00000/file.dat", large), ("Records.txt", "series=h04.t\n"u8.ToArray()), ("empty", []));
        File.CreateSymbolicLink(Path.Combine(unit, "link"), "Records.txt");
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        Assert.Equal(
            [
                ". 0 42755 ", $"Records.txt 13 100444 {Hash("series=h04.t\n"u8)}", "S00000 0 42755 ",
                $"S00000/file.dat {large.Length} 100444 {Hash(large)}", $"empty 0 100444 {Hash([])}", $"link 11 120777 {Hash("Records.txt"u8)}",
            ],
            done.Manifest.Entries.Select(entry => $"{entry.NameText} {entry.SizeBytes} {Convert.ToString(entry.Mode, 8)} {Convert.ToHexStringLower(entry.Hash)}"));
        Assert.Empty(Faults(unit, done));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [Fact]
    public void Several_large_files_are_hashed_by_several_threads_to_the_same_manifest()
    {
        byte[][] contents = [.. Enumerable.Range(0, 9).Select(i => RandomNumberGenerator.GetBytes((3 << 20) + i))];
        string unit = Unit([.. contents.Select((content, i) => ($"f{i}", content))]);
        Dictionary<string, string> hashes = UnitSeal.Seal(unit, UnitOwner.Own).Manifest.Entries.ToDictionary(entry => entry.NameText, entry => Convert.ToHexStringLower(entry.Hash));
        Assert.Equal(contents.Select(content => Hash(content)), contents.Select((_, i) => hashes[$"f{i}"]));
    }

    [Fact]
    public void Every_kind_of_damage_is_found_and_named()
    {
        string unit = Unit(("a/flipped", new byte[100_000]), ("truncated", new byte[5000]), ("missing", [1]), ("mode", [1]), ("kind", [1]), ("good", [1, 2]));
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        string flipped = Path.Combine(unit, "a", "flipped"), truncated = Path.Combine(unit, "truncated");
        Writable(flipped);
        using (FileStream file = File.OpenWrite(flipped))
        {
            file.Position = 77_777;
            file.WriteByte(0x10);
        }
        File.SetUnixFileMode(flipped, (UnixFileMode)Convert.ToInt32("444", 8));
        Writable(truncated);
        using (FileStream file = File.OpenWrite(truncated))
            file.SetLength(4999);
        File.SetUnixFileMode(truncated, (UnixFileMode)Convert.ToInt32("444", 8));
        File.Delete(Path.Combine(unit, "missing"));
        File.WriteAllText(Path.Combine(unit, "extra"), "new");
        Writable(Path.Combine(unit, "mode"));
        File.Delete(Path.Combine(unit, "kind"));
        File.CreateSymbolicLink(Path.Combine(unit, "kind"), "good");
        Assert.Equal(
            ["a/flipped WrongContent True", "extra Extra False", "kind WrongKind True", "missing Missing True", "mode WrongMode False", "truncated WrongSize True"],
            Faults(unit, done).Select(fault => $"{fault.Name} {fault.Kind} {fault.IsDamage}"));
    }

    [Fact]   // one bit anywhere in any file
    public void A_flipped_bit_is_found_wherever_it_is() => Gen.Select(Gen.Int[0, 2], Gen.Double[0, 1], Gen.Int[0, 7]).Sample(
        (file, place, bit) =>
        {
            using TemporaryFolder folder = new();
            string unit = folder["D1"];
            UnitFolder.TryMake(unit, UnitOwner.Own);
            int[] sizes = [1, 4096, 300_000];
            for (int i = 0; i < sizes.Length; i++)
                File.WriteAllBytes(Path.Combine(unit, $"f{i}"), new byte[sizes[i]]);
            SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
            string path = Path.Combine(unit, $"f{file}");
            Writable(path);
            using (FileStream stream = File.OpenWrite(path))
            {
                stream.Position = (long)(place * (sizes[file] - 1));
                stream.WriteByte((byte)(1 << bit));
            }
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("444", 8));
            return Faults(unit, done) is [{ Kind: UnitFaultKind.WrongContent }];
        },
        iter: 30);

    [Fact]
    public void A_unit_that_is_gone_or_no_folder_is_told()
    {
        string unit = Unit(("data", [1]));
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        UnitTree.Remove(unit);
        Assert.Equal([UnitFaultKind.NoDirectory], Faults(unit, done).Select(fault => fault.Kind));
        File.WriteAllText(unit, "a file");
        Assert.Equal([UnitFaultKind.NoDirectory], Faults(unit, done).Select(fault => fault.Kind));
    }

    [Fact]
    public void A_wrong_size_in_the_row_is_told_but_folders_may_count_otherwise_elsewhere()
    {
        string unit = Unit(("data", new byte[1000]));
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        Assert.Empty(UnitInspection.Inspect(unit, done.Manifest, 1000 + 60, pace: null).Faults);   // as on a file system in memory
        Assert.Equal([UnitFaultKind.WrongBytes], UnitInspection.Inspect(unit, done.Manifest, 999, pace: null).Faults.Select(fault => fault.Kind));
        Assert.Equal([UnitFaultKind.WrongBytes], UnitInspection.Inspect(unit, done.Manifest, 1_000_000, pace: null).Faults.Select(fault => fault.Kind));
    }

    [Fact]
    public void Names_are_bytes()
    {
        string unit = Unit(("data", [1]));
        byte[] name = [.. Encoding.UTF8.GetBytes(unit), (byte)'/', 0xFF, (byte)'x', 0];
        byte[] from = Posix.Name(Path.Combine(unit, "data"));
        Assert.Equal(0, Rename(from, name));
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        Assert.Equal([[], [0xFF, (byte)'x']], done.Manifest.Entries.Select(entry => entry.Name));
        Assert.Empty(Faults(unit, done));
        Assert.Equal(0, Rename(name, from));
        Assert.Equal([UnitFaultKind.Extra, UnitFaultKind.Missing], Faults(unit, done).Select(fault => fault.Kind));
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "rename")]
    private static extern int Rename(byte[] from, byte[] to);

    [Fact]
    public void An_unreadable_file_is_told_and_the_pace_is_kept()
    {
        string unit = Unit(("data", new byte[500_000]), ("secret", [1]));
        SealedUnit done = UnitSeal.Seal(unit, UnitOwner.Own);
        long paced = 0;
        Assert.Empty(UnitInspection.Inspect(unit, done.Manifest, null, bytes => paced += bytes).Faults);
        Assert.Equal(500_001, paced);
        Assert.Throws<OperationCanceledException>(() => UnitInspection.Inspect(unit, done.Manifest, null, _ => throw new OperationCanceledException()));
        if (Environment.IsPrivilegedProcess)
            return;   // root reads everything; the command's test runs as another user
        File.SetUnixFileMode(Path.Combine(unit, "secret"), UnixFileMode.None);
        Assert.Equal([UnitFaultKind.Unreadable, UnitFaultKind.WrongMode], Faults(unit, done).Select(fault => fault.Kind));
    }
}

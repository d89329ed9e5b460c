using BenchmarkDotNet.Attributes;
using NetDrms.Model.Time;

namespace NetDrms.Benchmarks.Time;

/// <summary>Goal: 3 million times a second read, 5 million written, 0 bytes; a listing has several times a record.</summary>
[MemoryDiagnoser]
public class TimeBenchmarks
{
    private readonly byte[] _target = new byte[TimeFormatter.MaxLength];

    /// <summary>The ways in which sites write times.</summary>
    [Params("2014.03.01_00:00:22.5_TAI", "2014-03-01T12:34:56.789Z", "2014.03.01")]
    public string Text { get; set; } = "";

    [Benchmark]
    public double Scan() => TimeScanner.TryScan(Text, ScanMode.Compatible, out DrmsTime time, out _) ? time.Seconds : 0;

    [Benchmark]
    public int FormatTai() => TimeFormatter.TryFormat(new DrmsTime(1172707222.5), "TAI", 3, _target, out int written) ? written : 0;

    [Benchmark]
    public int FormatUtc() => TimeFormatter.TryFormat(new DrmsTime(1172707222.5), "UTC", 0, _target, out int written) ? written : 0;
}

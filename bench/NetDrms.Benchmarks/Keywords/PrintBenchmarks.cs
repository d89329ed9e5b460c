using System.Buffers;
using BenchmarkDotNet.Attributes;
using NetDrms.Model.Keywords;

namespace NetDrms.Benchmarks.Keywords;

/// <summary>Goal: 10 million numbers a second, 0 bytes: 100 000 records of 10 keywords in 0.1 s.</summary>
[MemoryDiagnoser]
public class PrintBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private KeywordFormat _format = KeywordFormat.Parse(DrmsType.Int, "%d", "none");
    private DrmsValue _value;

    /// <summary>Formats of public solar series.</summary>
    [Params("%d", "0x%08X", "%.2f", "%f", "%.17g", "3")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        DrmsType type = Format == "3" ? DrmsType.Time : Format[^1] is 'd' or 'X' ? DrmsType.Int : DrmsType.Double;
        _format = KeywordFormat.Parse(type, Format, type == DrmsType.Time ? "TAI" : "none");
        _value = type switch
        {
            DrmsType.Int => DrmsValue.OfInteger(type, 1_073_741_824),
            DrmsType.Time => DrmsValue.OfTime(1172707222.5),
            _ => DrmsValue.OfDouble(-1234.56789),
        };
    }

    [Benchmark]
    public int Print()
    {
        _output.ResetWrittenCount();
        _format.Write(_output, _value);
        return _output.WrittenCount;
    }
}

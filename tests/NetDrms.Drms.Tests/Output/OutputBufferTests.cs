using System.Text;
using NetDrms.Drms.Output;

namespace NetDrms.Drms.Tests.Output;

public class OutputBufferTests
{
    [Fact]
    public void What_goes_in_comes_out_in_order_however_long()
    {
        using MemoryStream stream = new();
        OutputBuffer output = new(stream);
        StringBuilder expected = new();
        for (int i = 0; i < 5000; i++)
        {
            output.Number(i, 6);
            output.Text(" é ");
            output.Write("bytes"u8);
            output.EndLine();
            expected.Append($"{i,6} é bytes\n");
        }
        string big = new('x', 300_000);
        output.Text(big);
        output.Flush();
        Assert.Equal(expected + big, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_line_costs_no_memory()
    {
        OutputBuffer output = new(Stream.Null);
        for (int i = 0; i < 10; i++)
            Line(output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
            Line(output);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static void Line(OutputBuffer output)
    {
        output.Number(123456789, 6);
        output.Text("\ttext");
        output.EndLine();
    }
}

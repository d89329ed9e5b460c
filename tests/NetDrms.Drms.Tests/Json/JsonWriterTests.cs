using System.Text;
using NetDrms.Drms.Json;
using NetDrms.Drms.Output;

namespace NetDrms.Drms.Tests.Json;

/// <summary>Compact JSON, members in the order of the calls. Spec 06 §1.</summary>
public class JsonWriterTests
{
    [Fact]
    public void Members_and_items_come_in_order_with_commas_between()
    {
        OutputBuffer output = new(null);
        JsonWriter json = new(output);
        json.BeginObject();
        json.Member("z", "a/b");
        json.Member("a", 12);
        json.Member("none", null);
        json.Name("list");
        json.BeginArray();
        json.Value("x");
        json.Value(-1);
        json.BeginObject();
        json.EndObject();
        json.Value(null);
        json.EndArray();
        json.Name("empty");
        json.BeginArray();
        json.EndArray();
        json.Member("runtime", 0.0041, 3);
        json.Name("raw");
        json.Raw("true");
        json.EndObject();
        Assert.Equal("{\"z\":\"a\\/b\",\"a\":12,\"none\":null,\"list\":[\"x\",-1,{},null],\"empty\":[],\"runtime\":0.004,\"raw\":true}", Encoding.UTF8.GetString(output.Held));
    }

    [Fact]
    public void What_is_written_by_hand_counts_as_a_value()
    {
        OutputBuffer output = new(null);
        JsonWriter json = new(output);
        json.BeginObject();
        json.Name("a");
        output.Write("\"by hand\""u8);
        json.HasValue();
        json.Comma();
        output.Write("\"b\":1"u8);
        json.HasValue();
        json.EndObject();
        json.Restart();
        json.BeginObject();
        json.EndObject();
        Assert.Equal("{\"a\":\"by hand\",\"b\":1}{}", Encoding.UTF8.GetString(output.Held));
    }
}

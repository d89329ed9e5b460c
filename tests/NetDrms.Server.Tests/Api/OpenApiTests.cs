using System.Net;
using System.Text.Json;

namespace NetDrms.Server.Tests.Api;

/// <summary>The document at <c>/api/v1/openapi.json</c> is sound, and true.</summary>
[Collection(ApiTests.Name)]
public sealed class OpenApiTests(ApiSite site)
{
    private static readonly string[] s_methods = ["get", "head"];

    [Fact]
    public async Task Document_is_sound()
    {
        JsonElement document = await site.JsonAsync("/api/v1/openapi.json");
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        Assert.Equal(["title", "version"], document.GetProperty("info").EnumerateObject().Select(m => m.Name).Where(n => n is "title" or "version"));
        HashSet<string> operations = [];
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            Assert.StartsWith("/", path.Name, StringComparison.Ordinal);
            foreach (string method in s_methods)
            {
                JsonElement operation = path.Value.GetProperty(method);
                Assert.True(operations.Add(operation.GetProperty("operationId").GetString()!));
                Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
                Assert.All(operation.GetProperty("responses").EnumerateObject(), r => Assert.NotEmpty(Resolve(document, r.Value).GetProperty("description").GetString()!));
            }
            foreach (JsonElement one in path.Value.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray().ToArray() : [])
            {
                JsonElement parameter = Resolve(document, one);
                Assert.Contains(parameter.GetProperty("in").GetString(), (string[])["query", "path"]);
                Assert.NotEmpty(parameter.GetProperty("description").GetString()!);
                Assert.True(parameter.GetProperty("in").GetString() != "path" || (parameter.GetProperty("required").GetBoolean() && path.Name.Contains($"{{{parameter.GetProperty("name").GetString()}}}", StringComparison.Ordinal)));
                Assert.True(parameter.GetProperty("schema").TryGetProperty("type", out _));
            }
        }
        Assert.All(References(document), reference => Resolve(document, reference));
    }

    [Fact]
    public async Task Paths_and_parameters_are_those_of_the_endpoints()
    {
        JsonElement document = await site.JsonAsync("/api/v1/openapi.json");
        Dictionary<string, IReadOnlyList<string>> expected = new()
        {
            ["/series"] = Server.Api.SeriesListEndpoint.Parameters,
            ["/series/{name}"] = [.. Server.Api.SeriesEndpoint.Parameters, "name"],
            ["/records"] = Server.Api.RecordsEndpoint.Parameters,
            ["/files"] = Server.Api.FilesEndpoint.Parameters,
            ["/openapi.json"] = [],
        };
        Dictionary<string, IReadOnlyList<string>> actual = document.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => (IReadOnlyList<string>)
            [.. (p.Value.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray().ToArray() : []).Select(one => Resolve(document, one).GetProperty("name").GetString()!)]);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, path => Assert.Equal(path.Value.Order(), actual[path.Key].Order()));
        JsonElement format = document.GetProperty("components").GetProperty("parameters").GetProperty("format").GetProperty("schema").GetProperty("enum");
        Assert.Equal(Drms.Output.Tables.TableFormat.All.Select(f => f.Name), format.EnumerateArray().Select(f => f.GetString()));
        JsonElement content = document.GetProperty("components").GetProperty("responses").GetProperty("Table").GetProperty("content");
        Assert.Equal(Drms.Output.Tables.TableFormat.All.Select(f => f.MediaType), content.EnumerateObject().Select(c => c.Name));
    }

    [Fact]
    public async Task Every_example_answers_as_its_schema_says()
    {
        JsonElement document = await site.JsonAsync("/api/v1/openapi.json");
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            JsonElement get = path.Value.GetProperty("get");
            (HttpResponseMessage response, string body) = await site.GetAsync("/api/v1" + get.GetProperty("x-example").GetString());
            Assert.True(response.StatusCode == HttpStatusCode.OK, body);
            JsonElement described = Resolve(document, get.GetProperty("responses").GetProperty("200"));
            foreach (JsonProperty header in described.TryGetProperty("headers", out JsonElement headers) ? headers.EnumerateObject().ToArray() : [])
                Assert.True(response.Headers.Contains(header.Name), $"{path.Name} lacks {header.Name}");
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            Check(document, described.GetProperty("content").GetProperty("application/json").GetProperty("schema"), JsonDocument.Parse(body).RootElement, path.Name);
        }
        (_, string problem) = await site.GetAsync("/api/v1/records?spec=demo.typos[");
        Check(document, document.GetProperty("components").GetProperty("schemas").GetProperty("Problem"), JsonDocument.Parse(problem).RootElement, "problem");
    }

    // The part of JSON Schema that the document uses: $ref, type, required, properties, items, enum. Members that are not described are faults.
    private static void Check(JsonElement document, JsonElement schema, JsonElement value, string place)
    {
        schema = Resolve(document, schema);
        string kind = value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Null => "null",
            _ => value.TryGetInt64(out _) ? "integer" : "number",
        };
        JsonElement type = schema.GetProperty("type");
        string?[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString())] : [type.GetString()];
        Assert.True(types.Contains(kind) || (kind == "integer" && types.Contains("number")), $"{place} is {kind}");
        if (schema.TryGetProperty("enum", out JsonElement allowed))
            Assert.Contains(value.GetString(), allowed.EnumerateArray().Select(a => a.GetString()));
        if (kind == "array" && schema.TryGetProperty("items", out JsonElement items))
            Assert.All(value.EnumerateArray(), item => Check(document, items, item, place + "[]"));
        if (kind != "object" || !schema.TryGetProperty("properties", out JsonElement properties))
            return;
        if (schema.TryGetProperty("required", out JsonElement required))
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{place} lacks {name}"));
        foreach (JsonProperty member in value.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(member.Name, out JsonElement described), $"{place}.{member.Name} is not described");
            Check(document, described, member.Value, $"{place}.{member.Name}");
        }
    }

    private static IEnumerable<JsonElement> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("$ref", out _) => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => References(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static JsonElement Resolve(JsonElement document, JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out JsonElement reference))
            return element;
        JsonElement found = document;
        foreach (string name in reference.GetString()!.Split('/')[1..])
            found = found.GetProperty(name);
        return found;
    }
}

using System.Text.Json;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Requests;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>The facts of the original's -H: every flag and argument, its type and default. Spec 03 §1.4, §11.</summary>
public class HelpRowsTests
{
    [Fact]
    public void Every_recorded_flag_and_argument_of_our_modules_is_declared()
    {
        List<string> differences = [];
        List<string> seen = [];
        foreach ((int line, JsonElement row) in NetDrms.Testing.Golden.Lines("cli_more.jsonl"))
        {
            if (!row.TryGetProperty("help", out JsonElement facts) || ModuleTable.Create(row.GetProperty("args")[0].GetString()!) is not IModule module || module is BulkTransfer)
                continue;
            seen.Add(module.Definition.Name);
            foreach (JsonElement flag in facts.GetProperty("flags").EnumerateArray())
            {
                string name = flag.GetString()!;
                bool declared = module.Definition.Find(name) is { Type: ArgumentType.Flag } || (name == "h" && !module.Definition.HasOwnSmallH);
                if (!declared)
                    differences.Add($"line {line}: {module.Definition.Name} has no flag -{name}");
            }
            foreach (JsonElement argument in facts.GetProperty("arguments").EnumerateArray())
                Compare(line, module.Definition, argument, differences);
        }
        Assert.Equal(["delete_series", "jsoc_fetch", "jsoc_info", "retrieve_file", "set_info", "set_suretention", "show_info", "show_series"], seen.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(differences);
    }

    private static void Compare(int line, ModuleDefinition module, JsonElement recorded, List<string> differences)
    {
        string name = recorded.GetProperty("name").GetString()!;
        string type = recorded.GetProperty("type").GetString()!.Replace(" ", "", StringComparison.Ordinal);
        string standard = recorded.GetProperty("default").GetString()?.Trim() ?? "";   // null: it is mandatory
        if (module.Find(name) is not ArgumentDefinition ours)
        {
            differences.Add($"line {line}: {module.Name} has no argument {name}");
            return;
        }
        if (!string.Equals(ours.Type.ToString(), type, StringComparison.OrdinalIgnoreCase))
            differences.Add($"line {line}: {module.Name} {name} is a {ours.Type}, recorded is {type}");
        // "Not Specified" is how the original writes that there is none
        if ((standard == "Not Specified" ? "" : standard) != (ours.Default?.Trim() is "Not Specified" or null ? "" : ours.Default.Trim()))
            differences.Add($"line {line}: {module.Name} {name} defaults to \"{ours.Default}\", recorded is \"{standard}\"");
    }
}

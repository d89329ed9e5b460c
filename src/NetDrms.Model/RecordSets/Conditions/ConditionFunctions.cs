using System.Diagnostics.CodeAnalysis;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>The functions and types that a condition may use. Spec 01 §2.11.</summary>
internal static class ConditionFunctions
{
    private static readonly Dictionary<string, ConditionFunction> s_functions = new ConditionFunction[]
    {
        new("abs", 1, 1, ValueKind.Number), new("round", 1, 2, ValueKind.Number), new("floor", 1, 1, ValueKind.Number),
        new("ceil", 1, 1, ValueKind.Number), new("ceiling", 1, 1, ValueKind.Number), new("trunc", 1, 2, ValueKind.Number),
        new("mod", 2, 2, ValueKind.Number), new("sign", 1, 1, ValueKind.Number), new("sqrt", 1, 1, ValueKind.Number),
        new("lower", 1, 1, ValueKind.Text), new("upper", 1, 1, ValueKind.Text), new("length", 1, 1, ValueKind.Number),
        new("substring", 2, 3, ValueKind.Text) { IsSyntax = true },
        new("coalesce", 1, 100, ValueKind.Any) { IsSyntax = true }, new("nullif", 2, 2, ValueKind.Any) { IsSyntax = true },
        new("greatest", 1, 100, ValueKind.Any) { IsSyntax = true }, new("least", 1, 100, ValueKind.Any) { IsSyntax = true },
    }.ToDictionary(function => function.Name);

    private static readonly Dictionary<string, ConditionFunction> s_aggregates = new ConditionFunction[]
    {
        new("min", 1, 1, ValueKind.Any), new("max", 1, 1, ValueKind.Any), new("avg", 1, 1, ValueKind.Number),
        new("sum", 1, 1, ValueKind.Number), new("count", 1, 1, ValueKind.Number),
    }.ToDictionary(function => function.Name);

    private static readonly Dictionary<string, (string Type, ValueKind Kind)> s_types = new()
    {
        ["smallint"] = ("smallint", ValueKind.Number), ["int2"] = ("smallint", ValueKind.Number),
        ["integer"] = ("integer", ValueKind.Number), ["int"] = ("integer", ValueKind.Number), ["int4"] = ("integer", ValueKind.Number),
        ["bigint"] = ("bigint", ValueKind.Number), ["int8"] = ("bigint", ValueKind.Number),
        ["real"] = ("real", ValueKind.Number), ["float4"] = ("real", ValueKind.Number),
        ["float"] = ("double precision", ValueKind.Number), ["float8"] = ("double precision", ValueKind.Number), ["double"] = ("double precision", ValueKind.Number),
        ["numeric"] = ("numeric", ValueKind.Number), ["decimal"] = ("numeric", ValueKind.Number),
        ["text"] = ("text", ValueKind.Text), ["varchar"] = ("varchar", ValueKind.Text), ["char"] = ("char", ValueKind.Text),
        ["boolean"] = ("boolean", ValueKind.Boolean), ["bool"] = ("boolean", ValueKind.Boolean),
    };

    /// <summary>Names of the functions, for hints.</summary>
    public static IEnumerable<string> Names => s_functions.Keys;

    /// <summary>Names of the types, for hints.</summary>
    public static IEnumerable<string> TypeNames => s_types.Keys;

    public static bool TryFunction(string name, [NotNullWhen(true)] out ConditionFunction? function) => s_functions.TryGetValue(name, out function);

    public static bool TryAggregate(string name, [NotNullWhen(true)] out ConditionFunction? function) => s_aggregates.TryGetValue(name, out function);

    public static bool TryType(string name, out string type, out ValueKind kind)
    {
        bool found = s_types.TryGetValue(name, out (string Type, ValueKind Kind) entry);
        (type, kind) = entry;
        return found;
    }

    /// <summary>Functions of schema drms: a stranger may call the harmless one that exports use, a local user any that reads.</summary>
    public static bool TryDrms(string name, Trust trust, [NotNullWhen(true)] out ConditionFunction? function)
    {
        function = name == "image_exists" ? new ConditionFunction(name, 1, 1, ValueKind.Boolean)
            : trust == Trust.LocalUser && name != "create_manifest" ? new ConditionFunction(name, 0, 20, ValueKind.Any)
            : null;
        return function is not null;
    }
}

namespace NetDrms.Model.Series;

/// <summary>How a definition text is read. Spec 02 §1, §10.1.</summary>
public sealed record DefinitionOptions
{
    /// <summary>Everything that is surely a mistake is an error.</summary>
    public static readonly DefinitionOptions Strict = new();

    /// <summary>What the original takes is taken: unknown tags ignored, numbers by their beginning, later lines replace earlier ones.</summary>
    public static readonly DefinitionOptions Lenient = new() { IsLenient = true };

    /// <summary>True to take what the original takes, where that does no harm.</summary>
    public bool IsLenient { get; init; }

    /// <summary>Links and their targets may be made later, so that they are not looked for.</summary>
    public bool AllowsUnknownLinks { get; init; }

    /// <summary>Name of the file, for the errors.</summary>
    public string? File { get; init; }

    /// <summary>Name that replaces the one of the text (<c>create_series name=</c>).</summary>
    public string? NameInstead { get; init; }
}

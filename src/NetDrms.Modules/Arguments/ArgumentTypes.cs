using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Arguments;

/// <summary>Names and classes of argument types. Spec 03 §1.3.</summary>
internal static class ArgumentTypes
{
    /// <summary>The word that help prints behind the name, for example <c>string array</c>.</summary>
    public static string Word(this ArgumentType type) => type switch
    {
        ArgumentType.Flag => "flag",
        ArgumentType.Int => "int",
        ArgumentType.Float => "float",
        ArgumentType.Double => "double",
        ArgumentType.Time => "time",
        ArgumentType.String => "string",
        ArgumentType.Selection => "selection",
        ArgumentType.IntArray => "int array",
        ArgumentType.FloatArray => "float array",
        ArgumentType.DoubleArray => "double array",
        _ => "string array",
    };

    /// <summary>True for the types whose text is a list.</summary>
    public static bool IsArray(this ArgumentType type) => type >= ArgumentType.IntArray;
}

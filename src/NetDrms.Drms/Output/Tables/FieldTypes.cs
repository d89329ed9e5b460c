using NetDrms.Model.Keywords;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Names of the column types, and what keywords become.</summary>
public static class FieldTypes
{
    /// <summary>The column type for keywords of a type.</summary>
    public static FieldType Of(DrmsType type) => type switch
    {
        DrmsType.Char => FieldType.Int8,
        DrmsType.Short => FieldType.Int16,
        DrmsType.Int => FieldType.Int32,
        DrmsType.LongLong => FieldType.Int64,
        DrmsType.Float => FieldType.Single,
        DrmsType.Double => FieldType.Double,
        DrmsType.Time => FieldType.Time,
        _ => FieldType.Text,
    };

    /// <summary>The name that JSON answers have; an interface, never changed.</summary>
    public static string Name(this FieldType type) => type switch
    {
        FieldType.Int8 => "int8",
        FieldType.Int16 => "int16",
        FieldType.Int32 => "int32",
        FieldType.Int64 => "int64",
        FieldType.Single => "float32",
        FieldType.Double => "float64",
        FieldType.Time => "time",
        FieldType.Boolean => "boolean",
        _ => "string",
    };
}

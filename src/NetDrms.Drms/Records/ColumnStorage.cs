namespace NetDrms.Drms.Records;

/// <summary>How a column holds a value. The order matters: integers first.</summary>
internal enum ColumnStorage : byte
{
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Text,
    Other,
}

/// <summary>Storage by the number of a PostgreSQL type; those of the built-in types are fixed.</summary>
internal static class ColumnStorages
{
    public static ColumnStorage Of(uint typeOid) => typeOid switch
    {
        21 => ColumnStorage.Int16,
        23 => ColumnStorage.Int32,
        20 => ColumnStorage.Int64,
        700 => ColumnStorage.Single,
        701 => ColumnStorage.Double,
        25 or 1042 or 1043 => ColumnStorage.Text,   // text, character(n), character varying(n)
        _ => ColumnStorage.Other,
    };

    public static bool IsInteger(this ColumnStorage storage) => storage <= ColumnStorage.Int64;
}

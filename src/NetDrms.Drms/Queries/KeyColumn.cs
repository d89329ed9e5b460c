using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets.Binding;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Queries;

/// <summary>A column that filters compare, and how its values are written. Spec 01 §1.7, §1.8, §2.6.</summary>
internal sealed class KeyColumn
{
    private const double Tolerance = 1e-11;
    private const double SmallestTolerance = 1e-9;
    private const double SingleTolerance = 1.2e-7;   // half a step of a float, relative

    private readonly DrmsType _type;

    private KeyColumn(string name, DrmsType type)
    {
        Name = name;
        _type = type;
    }

    public static KeyColumn Recnum { get; } = new("recnum", DrmsType.LongLong);

    public string Name { get; }

    public static KeyColumn Of(KeywordDefinition keyword) => new(keyword.Name, keyword.Type);

    /// <summary>The column as it is compared. A char is stored as a byte of text, a blank as an empty one.</summary>
    public SqlText Expression(string alias)
    {
        SqlText column = new();
        string name = $"{alias}.{SqlName.Of(Name).Quoted}";
        column.AppendLiteral(_type == DrmsType.Char ? $"case ascii({name}) when 0 then 32 else ascii({name}) end" : name);
        return column;
    }

    /// <summary>The column equals one of the values.</summary>
    public SqlText Equal(string alias, List<KeyTest> tests)
    {
        SqlText key = Expression(alias);
        switch (_type)
        {
            case DrmsType.String:
                return Any(key, tests.Select(test => test.Value.AsString));
            case DrmsType.Float:
                return Any(key, tests.Select(test => (float)test.Value.AsDouble));
            case DrmsType.Double:
                return Any(key, tests.Select(test => test.Value.AsDouble));
            case DrmsType.Time:
                // a time that was typed with 6 decimals meets the stored one that prints so
                return Any(key, tests.SelectMany(test => (double[])[test.Value.AsDouble, Round6(test.Value.AsDouble)]));
            default:
                return Any(key, tests.Select(test => test.Value.AsInteger));
        }
    }

    /// <summary>A constant end of a range.</summary>
    public SqlText Edge(KeyEdge edge, bool isUpper)
    {
        if (_type != DrmsType.Time)
            return Number(edge.Value);
        double exact = edge.Value.AsDouble;
        double rounded = Round6(exact);
        return Parameter(isUpper && edge.IsIncluded ? Math.Max(exact, rounded) : Math.Min(exact, rounded));
    }

    /// <summary>A value as a parameter of the column's type.</summary>
    public static SqlText Number(DrmsValue value) => value.Type switch
    {
        DrmsType.String => Parameter(value.AsString),
        DrmsType.Float => Parameter((float)value.AsDouble),
        DrmsType.Double or DrmsType.Time => Parameter(value.AsDouble),
        _ => Parameter(value.AsInteger),
    };

    /// <summary>The smallest or largest value, plus a number.</summary>
    public SqlText Sum(SqlText bound, DrmsValue number)
    {
        if (number.Type == DrmsType.String || (number.Type.IsInteger() ? number.AsInteger == 0 : number.AsDouble == 0))
            return bound;
        return _type switch
        {
            DrmsType.Float => $"({bound} + {number.AsDouble})::real",
            DrmsType.Double or DrmsType.Time => $"({bound} + {number.AsDouble})",
            _ => $"({bound} + {number.AsInteger})",
        };
    }

    /// <summary>The column lies a whole number of steps from a start.</summary>
    public SqlText Skip(string alias, KeySkip skip, SqlText start)
    {
        SqlText key = Expression(alias);
        if (skip.Unit is double unit)
            return $"round(({key}::double precision - {start}) / {unit})::numeric % {skip.Step.AsInteger} = 0";
        if (skip.Step.Type.IsInteger() && _type is not (DrmsType.Float or DrmsType.Double or DrmsType.Time))   // numeric: a difference may exceed 64 bits
            return $"({key}::numeric - {start}) % {skip.Step.AsInteger} = 0";
        double step = skip.Step.Type.IsInteger() ? skip.Step.AsInteger : skip.Step.AsDouble;
        double relative = _type == DrmsType.Float ? SingleTolerance : Tolerance;
        return $"""
            abs(({key}::double precision - {start}) - round(({key}::double precision - {start}) / {step}) * {step})
             <= greatest({SmallestTolerance}, {relative} * (abs({key}::double precision) + abs({start}::double precision)))
            """;
    }

    private static SqlText Any<T>(SqlText key, IEnumerable<T> values)
    {
        T[] distinct = [.. values.Distinct()];
        return distinct.Length == 1 ? (SqlText)$"{key} = {distinct[0]}" : $"{key} = any({distinct})";
    }

    private static SqlText Parameter<T>(T value) => $"{value}";

    private static double Round6(double seconds) => double.IsFinite(seconds)
        ? double.Parse(seconds.ToString("F6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : seconds;
}

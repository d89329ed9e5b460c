using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Fields of one <c>Keyword:</c>, <c>Link:</c> or <c>Data:</c> line; after the first fault nothing more is read.</summary>
internal ref struct LineFields(string text, DefinitionLine line, DefinitionProblems problems, ReadingPass pass, string kind)
{
    private FieldScanner _fields = new(text, line);

    /// <summary>True when a field could not be read; it was reported.</summary>
    public bool Failed { get; private set; }

    /// <summary>True when something is left on the line.</summary>
    public bool HasMore => _fields.HasMore;

    /// <summary>Reads a field that must not be empty.</summary>
    /// <param name="what">Name of the field, for the error.</param>
    /// <param name="longest">Most characters.</param>
    public Field Word(string what, int longest)
    {
        Field field = Text(what, longest);
        if (!Failed && field.Value.Length == 0)
            Fail(FieldFault.Empty, field, what, longest);
        return field;
    }

    /// <summary>Reads a field that may be empty between quotes.</summary>
    public Field Text(string what, int longest)
    {
        if (Failed)
            return new Field("", line.End, 0, false);
        FieldFault fault = _fields.Next(longest, out Field field);
        if (fault != FieldFault.None)
            Fail(fault, field, what, longest);
        return field;
    }

    /// <summary>Reports what is left on the line.</summary>
    public void End()
    {
        if (!Failed && HasMore)
        {
            problems.Warn(line, _fields.Position, line.End - _fields.Position, new DrmsError(ErrorCode.Syntax, $"surplus fields of the {kind.ToLowerInvariant()} line are ignored")
            {
                Hint = "The last field that counts is the description.",
            });
        }
    }

    private void Fail(FieldFault fault, Field field, string what, int longest)
    {
        Failed = true;
        string message = fault switch
        {
            FieldFault.Missing => $"the {what} is missing",
            FieldFault.Empty => $"the {what} is empty",
            FieldFault.TooLong => $"the {what} is longer than {HeaderNumber.Text(longest)} characters",
            FieldFault.Unclosed => $"the quote of the {what} is not closed",
            _ => $"expected a comma after the {what}",
        };
        string generic = Classic.Descriptor(kind, line);
        bool isComma = fault is FieldFault.NoComma or FieldFault.TooLong;
        problems.Add(pass, line, field, new DrmsError(ErrorCode.Syntax, message)
        {
            Hint = fault switch
            {
                FieldFault.NoComma => "A text with blanks must stand in quotes; a quote within a quoted text is written twice.",
                FieldFault.Missing => Forms(kind),
                FieldFault.Empty => "An empty text is written \"\".",
                _ => null,
            },
            ClassicMessage = isComma
                ? $"Expected comma (',') on line {HeaderNumber.Text(line.Number)} of JSOC series descriptor.\n{generic}"
                : generic,
        });
    }

    private static string Forms(string kind) => kind switch
    {
        "keyword" => "Keyword: name, type, kind, record, default, format, unit, \"description\"",
        "Link" => "Link: name, target series, static or dynamic, \"description\"",
        _ => "Data: name, scope, type, number of axes, dimensions…, unit, protocol, …, \"description\"",
    };
}

using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>The text given for an argument, and where it stood.</summary>
/// <param name="Name">Name as typed.</param>
/// <param name="Text">Value, escapes understood.</param>
/// <param name="Source">The word that held it.</param>
/// <param name="Offset">Index of the value in the word.</param>
internal sealed record GivenValue(string Name, string Text, Token Source, int Offset)
{
    /// <summary>Completes an error about this value with the place of the whole value, or of a part of it.</summary>
    public DrmsError At(DrmsError error, SourceSpan? part = null)
    {
        int start = Offset + (part?.Start ?? 0);
        int length = part?.Length ?? Source.Text.Length - Offset;
        return error with
        {
            Source = Source.Text,
            Span = new SourceSpan(start, Math.Clamp(length, 0, Math.Max(0, Source.Text.Length - start))),
            File = Source.File,
            Line = Source.File is null ? null : Source.Line,
        };
    }
}

using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Keywords;

/// <summary>Text to value. Spec 02 §4.2.</summary>
public static class ValueReader
{
    /// <summary>Reads the longest value at the start of a text, as the original does.</summary>
    /// <param name="type">Type of the value.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value read.</param>
    /// <param name="consumed">Characters used.</param>
    /// <param name="error">Why nothing could be read; its classic message is the original's (<c>Integer constant '…' is not a signed integer.</c>).</param>
    public static bool TryReadPrefix(DrmsType type, ReadOnlySpan<char> text, out DrmsValue value, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        value = DrmsValue.Missing(type);
        consumed = 0;
        error = new DrmsError(ErrorCode.Syntax, $"cannot read a {type.Name()} from \"{text}\"");
        return false;
    }

    /// <summary>Reads a value that must be the whole text (a string is taken whole, as it is, without quotes or escapes).</summary>
    public static bool TryRead(DrmsType type, ReadOnlySpan<char> text, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        value = DrmsValue.Missing(type);
        error = new DrmsError(ErrorCode.Syntax, $"cannot read a {type.Name()} from \"{text}\"");
        return false;
    }
}

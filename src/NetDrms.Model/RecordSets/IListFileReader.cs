using System.Diagnostics.CodeAnalysis;

namespace NetDrms.Model.RecordSets;

/// <summary>Reads the files behind <c>@file</c> elements: the user's own on a command line, an uploaded list on the web. Spec 01 §1.5.</summary>
public interface IListFileReader
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">What stands behind the <c>@</c>; <c>~user/…</c> means that user's home.</param>
    /// <param name="file">The list.</param>
    /// <param name="reason">Why there is none, in the words of the system (<c>No such file or directory</c>).</param>
    bool TryRead(string path, [NotNullWhen(true)] out ListFile? file, [NotNullWhen(false)] out string? reason);
}

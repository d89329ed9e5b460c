using System.Globalization;
using NetDrms.Fits.Compression;
using NetDrms.Model.Errors;

namespace NetDrms.Fits.Images;

/// <summary>Makes the errors of this project, so that all texts stand in one place.</summary>
internal static class FitsFault
{
    /// <summary>The file holds bytes that are not FITS, or that contradict themselves.</summary>
    public static DrmsException Damaged(string file, string what, string? detail = null, string status = "unknown error status") =>
        new(new DrmsError(ErrorCode.Fits, $"could not read \"{file}\": {what}")
        {
            Detail = detail,
            File = file,
            ClassicMessage = ClassicRead(status),
        });

    /// <summary>The file ends too early.</summary>
    public static DrmsException CutOff(string file, long isBytes, long mustBytes, string where) =>
        Damaged(file, string.Create(CultureInfo.InvariantCulture, $"the file is cut off: it has {isBytes} bytes, at least {mustBytes} would be right"),
            $"It ends in {where}.", "tried to move past end of file");

    /// <summary>The operating system refused.</summary>
    public static DrmsException Unreadable(string file, Exception cause) =>
        new(new DrmsError(ErrorCode.File, cause is FileNotFoundException or DirectoryNotFoundException
            ? $"could not read \"{file}\": file does not exist"
            : $"could not read \"{file}\": {Reason(cause)}")
        {
            File = file,
            ClassicMessage = ClassicRead("unknown error status"),
        }, cause);

    /// <summary>The operating system refused to write.</summary>
    public static DrmsException Unwritable(string file, Exception cause) =>
        new(new DrmsError(ErrorCode.File, $"could not write \"{file}\": {Reason(cause)}")
        {
            File = file,
            ClassicMessage = ClassicWrite(file),
        }, cause);

    /// <summary>What was asked for cannot be written in this form.</summary>
    public static DrmsException Refused(string file, string what, string? classic, string? hint = null) =>
        new(new DrmsError(ErrorCode.Fits, $"cannot write \"{file}\": {what}")
        {
            File = file,
            Hint = hint,
            ClassicMessage = classic is null ? ClassicWrite(file) : classic + "\n" + ClassicWrite(file),
        });

    /// <summary>The pixels cannot be compressed by a method.</summary>
    public static DrmsException CannotCompress(string file, TileMethod method, string reason) =>
        new(new DrmsError(ErrorCode.Fits, $"cannot write \"{file}\" compressed by {method}: {reason}")
        {
            File = file,
            ClassicMessage = ClassicWrite(file),
        });

    /// <summary>An image beyond what this program handles.</summary>
    public static DrmsException TooLarge(string file, string what) =>
        new(new DrmsError(ErrorCode.Limit, $"cannot read \"{file}\": {what}") { File = file, ClassicMessage = ClassicRead("unknown error status") });

    // the lines of set_info for a file that is no image: spec 03 §3.2
    private static string ClassicRead(string status) => $"In fitsrw_read(), cfitsio error '{status}'.\nFITSRW error '-2'.";

    private static string ClassicWrite(string file) => $"ERROR: Couldn't write data to file '{file}'.";

    // .NET puts the path into its texts; we have said it already
    private static string Reason(Exception cause) => cause switch
    {
        UnauthorizedAccessException => "permission denied",
        _ when cause.Message.Contains("disk was full", StringComparison.Ordinal) => "no space left on device",   // said when room is taken in advance
        _ when cause.Message.IndexOf(" : ", StringComparison.Ordinal) is >= 0 and int at => cause.Message[..at].TrimEnd('.').ToLowerInvariant(),
        _ => cause.Message.TrimEnd('.'),
    };
}

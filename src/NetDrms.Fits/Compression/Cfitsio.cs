using System.Runtime.InteropServices;
using System.Text;
using NetDrms.Model.Errors;

namespace NetDrms.Fits.Compression;

/// <summary>The entry points of CFITSIO, loaded when the first of them is needed, so that commands without FITS never load the library.</summary>
/// <remarks>The library is compiled reentrant; each file handle belongs to one thread at a time. Names are those of its symbols (fits_open_memfile = ffomem, and so on).</remarks>
internal sealed unsafe class Cfitsio
{
    private const string LibraryName = "libcfitsio.so.10";
    private const int MessageBytes = 81;
    private const int StatusBytes = 31;

    private static readonly Lazy<Cfitsio> s_loaded = new(static () => new Cfitsio());
    private static int s_running;
    private static int s_started;

    /// <summary>Opens a file in memory: handle, name, mode, address and size of the memory, growth, realloc, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void**, byte*, int, void**, nuint*, nuint, void*, int*, int> OpenMemory;
    /// <summary>Makes a file in memory: handle, address and size of the memory, growth, realloc, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void**, void**, nuint*, nuint, delegate* unmanaged[Cdecl]<void*, nuint, void*>, int*, int> CreateMemory;
    /// <summary>Moves to a unit: file, number from 1, its kind, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int, int*, int*, int> MoveTo;
    /// <summary>Reads pixels: file, type, first and last from 1 and step on each axis, value for missing, target, any missing, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int, long*, long*, long*, void*, void*, int*, int*, int> ReadPixels;
    /// <summary>Writes pixels: file, type, first and last from 1 on each axis, pixels, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int, long*, long*, void*, int*, int> WritePixels;
    /// <summary>Begins an image: file, BITPIX, number of axes, axes, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int, int, long*, int*, int> CreateImage;
    /// <summary>Takes a compression specification as in a file name's brackets: file, text, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, byte*, int*, int> ParseCompression;
    /// <summary>Asks for 64-bit offsets of compressed tiles: file, 1, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int, int*, int> SetHugeUnit;
    /// <summary>Closes a file: file, status.</summary>
    public readonly delegate* unmanaged[Cdecl]<void*, int*, int> Close;

    private readonly delegate* unmanaged[Cdecl]<int, byte*, void> _statusText;
    private readonly delegate* unmanaged[Cdecl]<byte*, int> _nextMessage;
    private readonly delegate* unmanaged[Cdecl]<void> _clearMessages;

    private Cfitsio()
    {
        if (!NativeLibrary.TryLoad(LibraryName, out nint library))
        {
            throw new DrmsException(new DrmsError(ErrorCode.Fits, $"could not load {LibraryName}, which compressed FITS images need")
            {
                Hint = "Install it: apt-get install libcfitsio10",
            });
        }
        OpenMemory = (delegate* unmanaged[Cdecl]<void**, byte*, int, void**, nuint*, nuint, void*, int*, int>)Symbol(library, "ffomem");
        CreateMemory = (delegate* unmanaged[Cdecl]<void**, void**, nuint*, nuint, delegate* unmanaged[Cdecl]<void*, nuint, void*>, int*, int>)Symbol(library, "ffimem");
        MoveTo = (delegate* unmanaged[Cdecl]<void*, int, int*, int*, int>)Symbol(library, "ffmahd");
        ReadPixels = (delegate* unmanaged[Cdecl]<void*, int, long*, long*, long*, void*, void*, int*, int*, int>)Symbol(library, "ffgsv");
        WritePixels = (delegate* unmanaged[Cdecl]<void*, int, long*, long*, void*, int*, int>)Symbol(library, "ffpss");
        CreateImage = (delegate* unmanaged[Cdecl]<void*, int, int, long*, int*, int>)Symbol(library, "ffcrimll");
        ParseCompression = (delegate* unmanaged[Cdecl]<void*, byte*, int*, int>)Symbol(library, "ffparsecompspec");
        SetHugeUnit = (delegate* unmanaged[Cdecl]<void*, int, int*, int>)Symbol(library, "fits_set_huge_hdu");
        Close = (delegate* unmanaged[Cdecl]<void*, int*, int>)Symbol(library, "ffclos");
        _statusText = (delegate* unmanaged[Cdecl]<int, byte*, void>)Symbol(library, "ffgerr");
        _nextMessage = (delegate* unmanaged[Cdecl]<byte*, int>)Symbol(library, "ffgmsg");
        _clearMessages = (delegate* unmanaged[Cdecl]<void>)Symbol(library, "ffcmsg");
        if (((delegate* unmanaged[Cdecl]<int>)Symbol(library, "fits_is_reentrant"))() == 0)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Fits, $"cannot use {LibraryName}: it is not compiled to be reentrant")
            {
                Hint = "Use the distribution's package libcfitsio10.",
            });
        }
    }

    /// <summary>The library.</summary>
    /// <exception cref="DrmsException">It is not installed.</exception>
    public static Cfitsio Loaded => s_loaded.Value;

    /// <summary>Marks the begin of a piece of work; the result goes to <see cref="End"/> and <see cref="Explain"/>.</summary>
    public int Begin()
    {
        int number = Interlocked.Increment(ref s_started);
        if (Interlocked.Increment(ref s_running) == 1)
            _clearMessages();
        return number;
    }

    /// <summary>Marks the end of a piece of work.</summary>
    public static void End() => Interlocked.Decrement(ref s_running);

    /// <summary>Text of a status, and the library's notes on it if no other thread can have written them (its list of notes is one for all threads).</summary>
    public (string Text, string? Detail) Explain(int status, int work)
    {
        byte* buffer = stackalloc byte[MessageBytes];
        new Span<byte>(buffer, MessageBytes).Clear();
        _statusText(status, buffer);
        string text = TextOf(buffer, StatusBytes);
        if (Volatile.Read(ref s_running) != 1 || Volatile.Read(ref s_started) != work)
            return (text, null);
        List<string> notes = [];
        while (notes.Count < 50 && _nextMessage(buffer) != 0)
            notes.Add(TextOf(buffer, MessageBytes));
        return (text, notes.Count > 0 ? string.Join("; ", notes) : null);
    }

    private static string TextOf(byte* buffer, int length)
    {
        ReadOnlySpan<byte> bytes = new(buffer, length);
        int end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    private static void* Symbol(nint library, string name) =>
        NativeLibrary.TryGetExport(library, name, out nint address)
            ? (void*)address
            : throw new DrmsException(ErrorCode.Fits, $"cannot use {LibraryName}: it has no function {name}");
}

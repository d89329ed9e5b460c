using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetDrms.Model.Errors;

namespace NetDrms.Fits.Compression;

/// <summary>The codecs of CFITSIO, loaded when the first of them is needed, so that commands without FITS never load the library. All buffers are ours.</summary>
/// <remarks>
/// Only codecs are used, never the library's files: those trust the streams they read and the sizes of their own buffers (4.2 overruns them on damaged HCOMPRESS and PLIO tiles, and when it writes noise by PLIO or small HCOMPRESS tiles).
/// The library is compiled reentrant: HCOMPRESS locks its own state. All members may be called by many threads.
/// </remarks>
internal sealed unsafe class Cfitsio
{
    private const string LibraryName = "libcfitsio.so.10";
    private const int StatusBytes = 31;
    private const int GzipReserve = 1024;

    private static readonly Lazy<Cfitsio> s_loaded = new(static () => new Cfitsio(LibraryName));

    private readonly delegate* unmanaged[Cdecl]<int*, int, int, int, byte*, long*, int*, int> _hcompress;
    private readonly delegate* unmanaged[Cdecl]<long*, int, int, int, byte*, long*, int*, int> _hcompress64;
    private readonly delegate* unmanaged[Cdecl]<byte*, int, long*, int*, int*, int*, int*, int> _hdecompress64;
    private readonly delegate* unmanaged[Cdecl]<int*, int, short*, int, int> _plio;
    private readonly delegate* unmanaged[Cdecl]<byte*, nuint, byte**, nuint*, void*, nuint*, int*, int> _gzip;
    private readonly delegate* unmanaged[Cdecl]<int, byte*, void> _statusText;

    /// <summary>Loads the library.</summary>
    /// <param name="name">Its file name.</param>
    /// <exception cref="DrmsException">It is not installed, or not fit.</exception>
    internal Cfitsio(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            throw new DrmsException(new DrmsError(ErrorCode.Fits, $"could not load {name}, which this compression needs")
            {
                Hint = "Install it: apt-get install libcfitsio10",
            });
        }
        _hcompress = (delegate* unmanaged[Cdecl]<int*, int, int, int, byte*, long*, int*, int>)Symbol(library, "fits_hcompress");
        _hcompress64 = (delegate* unmanaged[Cdecl]<long*, int, int, int, byte*, long*, int*, int>)Symbol(library, "fits_hcompress64");
        _hdecompress64 = (delegate* unmanaged[Cdecl]<byte*, int, long*, int*, int*, int*, int*, int>)Symbol(library, "fits_hdecompress64");
        _plio = (delegate* unmanaged[Cdecl]<int*, int, short*, int, int>)Symbol(library, "pl_p2li");
        _gzip = (delegate* unmanaged[Cdecl]<byte*, nuint, byte**, nuint*, void*, nuint*, int*, int>)Symbol(library, "compress2mem_from_mem");
        _statusText = (delegate* unmanaged[Cdecl]<int, byte*, void>)Symbol(library, "ffgerr");
        if (((delegate* unmanaged[Cdecl]<int>)Symbol(library, "fits_is_reentrant"))() == 0)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Fits, $"cannot use {name}: it is not compiled to be reentrant")
            {
                Hint = "Use the distribution's package libcfitsio10.",
            });
        }
        // makes the library's lock recursive: HCOMPRESS reports errors, which lock, while it holds it
        if (((delegate* unmanaged[Cdecl]<int>)Symbol(library, "fits_init_cfitsio"))() != 0)
            throw new DrmsException(ErrorCode.Fits, $"cannot use {name}: it could not be started");
    }

    /// <summary>The library.</summary>
    /// <exception cref="DrmsException">It is not installed.</exception>
    public static Cfitsio Loaded => s_loaded.Value;

    /// <summary>Most bytes of a PLIO list of some pixels.</summary>
    public static int MaxPlioBytes(int pixels) => checked(2 * (4 * pixels + 64));

    /// <summary>Most bytes of a GZIP tile.</summary>
    public static int MaxGzipBytes(int bytes) => checked(bytes + bytes / 512 + GzipReserve);

    /// <summary>Most bytes of an HCOMPRESS tile: 64 planes of at most 3 bits a pixel, and the edges.</summary>
    public static int MaxHcompressBytes(int pixels) => checked(25 * pixels + (1 << 14));

    /// <summary>Packs a tile by HCOMPRESS without loss; the pixels are used up.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="CodecException">The library could not.</exception>
    public int Hcompress(Span<int> pixels, int width, int height, Span<byte> target)
    {
        long length = target.Length;
        int status = 0;
        fixed (int* from = pixels)
        fixed (byte* to = target)
        {
            _hcompress(from, width, height, 0, to, &length, &status);
        }
        return Checked(status, length);
    }

    /// <summary>Packs a tile of 32-bit pixels, widened, by HCOMPRESS without loss; the pixels are used up.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="CodecException">The library could not.</exception>
    public int Hcompress(Span<long> pixels, int width, int height, Span<byte> target)
    {
        long length = target.Length;
        int status = 0;
        fixed (long* from = pixels)
        fixed (byte* to = target)
        {
            _hcompress64(from, width, height, 0, to, &length, &status);
        }
        return Checked(status, length);
    }

    /// <summary>Unpacks an HCOMPRESS tile that <see cref="HcompressTile"/> has checked and padded.</summary>
    /// <param name="bytes">The stream and its padding.</param>
    /// <param name="smooth">True to smooth what lossy packing left.</param>
    /// <param name="pixels">Receives the pixels in the lower halves of the first half of its memory.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="CodecException">The stream is damaged.</exception>
    public Span<int> Hdecompress(ReadOnlySpan<byte> bytes, bool smooth, Span<long> pixels)
    {
        int status = 0;
        int width;
        int height;
        int scale;
        fixed (byte* from = bytes)
        fixed (long* to = pixels)
        {
            _hdecompress64(from, smooth ? 1 : 0, to, &width, &height, &scale, &status);
        }
        Checked(status, 0);
        return MemoryMarshal.Cast<long, int>(pixels)[..pixels.Length];
    }

    /// <summary>Packs a tile as a PLIO line list, in the byte order of this machine.</summary>
    /// <returns>Words written.</returns>
    public int Plio(ReadOnlySpan<int> pixels, Span<short> target)
    {
        fixed (int* from = pixels)
        fixed (short* to = target)
        {
            return _plio(from, 1, to, pixels.Length);
        }
    }

    /// <summary>Packs bytes by gzip as CFITSIO does.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="CodecException">The library could not.</exception>
    public int Gzip(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        nuint room = (nuint)target.Length;
        nuint length = 0;
        int status = 0;
        fixed (byte* from = bytes)
        fixed (byte* to = target)
        {
            byte* buffer = to;
            _gzip(from, (nuint)bytes.Length, &buffer, &room, null, &length, &status);
        }
        return Checked(status, (long)length);
    }

    private int Checked(int status, long length)
    {
        if (status == 0)
            return (int)length;
        byte* buffer = stackalloc byte[StatusBytes + 1];
        Unsafe.InitBlock(buffer, 0, StatusBytes + 1);
        _statusText(status, buffer);
        ReadOnlySpan<byte> text = new(buffer, StatusBytes + 1);
        throw new CodecException(Encoding.Latin1.GetString(text[..text.IndexOf((byte)0)]));
    }

    private static void* Symbol(nint library, string name) =>
        NativeLibrary.TryGetExport(library, name, out nint address)
            ? (void*)address
            : throw new DrmsException(ErrorCode.Fits, $"cannot use {LibraryName}: it has no function {name}");
}

namespace NetDrms.Fits.Compression;

/// <summary>CFITSIO could not pack or unpack a tile; the message is the library's text. Whoever knows the file makes an error of it.</summary>
internal sealed class CodecException(string message) : Exception(message);

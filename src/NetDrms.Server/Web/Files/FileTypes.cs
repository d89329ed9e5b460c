namespace NetDrms.Server.Web.Files;

/// <summary>Media types of the files that storage units hold, by the end of their names.</summary>
internal static class FileTypes
{
    private const string Unknown = "application/octet-stream";

    /// <summary>The type of a file.</summary>
    public static string Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".fits" or ".fit" or ".fts" or ".fz" => "application/fits",
        ".txt" or ".log" or ".out" or ".2d" or ".jsd" or ".qsub" => "text/plain; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        ".html" or ".htm" => "text/html; charset=utf-8",
        ".json" => "application/json",
        ".xml" => "application/xml",
        ".vot" or ".votable" => "application/x-votable+xml",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".svg" => "image/svg+xml",
        ".mp4" => "video/mp4",
        ".mpg" or ".mpeg" => "video/mpeg",
        ".tar" => "application/x-tar",
        ".gz" or ".tgz" => "application/gzip",
        ".zip" => "application/zip",
        ".zst" => "application/zstd",
        ".h5" or ".hdf5" => "application/x-hdf5",
        ".nc" => "application/netcdf",
        ".parquet" => "application/vnd.apache.parquet",
        ".arrow" => "application/vnd.apache.arrow.file",
        ".asdf" => "application/x-asdf",
        _ => Unknown,
    };
}

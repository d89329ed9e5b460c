using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>The migrations of schema <c>netdrms</c> in the DRMS database.</summary>
internal static class DrmsMigrations
{
    /// <summary>All, in order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } = [new(1, "files that records were made of", Sources)];

    // source: one row a file that an ingest stored as a record, or found stored already.
    //   place     SHA-256 of series, settings (segment, values given beside the header) and path: paths are longer than an index takes
    //   content   SHA-256 of series, settings and the file's own SHA-256
    //   modified  time of the file's last change, 100 ns since the year 1
    // A row holds while a record with its recnum and sunum exists; storage units are never numbered twice.
    private static SqlText Sources()
    {
        SqlText sql = $"""
            create table netdrms.source (
                place bytea primary key,
                content bytea not null,
                series text not null,
                path text not null,
                bytes bigint not null,
                modified bigint not null,
                recnum bigint not null,
                sunum bigint not null,
                noted timestamptz not null default now());
            create index source_content_idx on netdrms.source (content);
            grant select, insert, update, delete on netdrms.source to {SqlName.Of(DrmsSchema.Users)};
            """;
        return sql;
    }
}

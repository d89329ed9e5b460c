using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Sums.Client;
using Npgsql;

namespace NetDrms.Drms.Sessions;

/// <summary>How a session is made: the session arguments of a module, resolved. Spec 02 §6.6, 03 §1.6.</summary>
public sealed record SessionOptions
{
    /// <summary>The DRMS database.</summary>
    public required DatabaseTarget Database { get; init; }

    /// <summary>Connections that are open already, of a server; they read only, as a stranger's role, with the server's statement limit. Null to make one.</summary>
    public NpgsqlDataSource? Connections { get; init; }

    /// <summary>The storage daemon; null where there is none: then units can be neither made nor found.</summary>
    public SumsAddress? Sums { get; init; }

    /// <summary><c>JSOC_SESSIONNS</c>: namespace whose session table records the session; null for the user's own.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>DRMS_NEWSURETENTION</c>: days that units of this session are kept; null leaves it to the series.</summary>
    public int? NewUnitRetentionDays { get; init; }

    /// <summary><c>DRMS_RETENTION</c>: days that units which the session fetches are kept at least; null leaves it to the series.</summary>
    public int? RetentionDays { get; init; }

    /// <summary><c>DRMS_ARCHIVE</c>: archive flag (−1, 0, 1) of units of this session; null leaves it to the series.</summary>
    public int? Archive { get; init; }

    /// <summary><c>DRMS_DBTIMEOUT</c>: limit of a statement; null for none.</summary>
    public TimeSpan? StatementLimit { get; init; }

    /// <summary>
    /// <c>-L</c>: the session gets a storage unit for a copy of its output, and this writes the copy into the unit's folder, at the commit. Null for none. Spec 02 §6.1.
    /// </summary>
    public Action<string>? WriteLog { get; init; }

    /// <summary><c>loopconn</c>: the session waits for a storage daemon that cannot be reached, and tells this each time why. Null to fail at once. Spec 04 §3.6.</summary>
    public Action<DrmsError>? SumsIsSilent { get; init; }

    /// <summary>Who asks: a stranger's session reads as a role that can do nothing else. Spec 01 §2.11.</summary>
    public Trust Trust { get; init; } = Trust.LocalUser;

    /// <summary>When the module was started, for the session table.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

using System.Text.RegularExpressions;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Modules.Addresses;

/// <summary>A mail address and what the site knows of it. Spec 06 §4.1, §4.2.</summary>
/// <param name="State">Registered, pending, unknown.</param>
/// <param name="UserId">Number of the person; −1 when there is none.</param>
internal readonly partial record struct ExportAddress(AddressState State, int UserId)
{
    /// <summary>Longest address that the tables hold.</summary>
    public const int MaxLength = 256;

    /// <summary>True for a text that can be an address; what stands behind one is not looked at, as in the original.</summary>
    public static bool IsPlausible(string text) => text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal) && Syntax().IsMatch(text);

    /// <summary>True for a text that is an address and nothing else, and that the tables hold: the local part is at most 64 characters long.</summary>
    public static bool IsWhole(string text) => text.Length <= MaxLength && Syntax().Match(text) is { Success: true } match && match.Length == text.Length && text.IndexOf('@', StringComparison.Ordinal) <= 64;

    /// <summary>Looks an address up, letters of any case being the same.</summary>
    public static async Task<ExportAddress> FindAsync(NpgsqlConnection connection, string address, CancellationToken cancel)
    {
        SqlText sql = $"select state, user_id from netdrms.address_state({address.Trim()})";
        try
        {
            await using NpgsqlCommand command = sql.On(connection);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
            return await row.ReadAsync(cancel) ? new((AddressState)row.GetInt32(0), row.GetInt32(1)) : new(AddressState.Unknown, -1);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
        {
            return new(AddressState.Unknown, -1);   // no address was ever registered: the first one makes the tables
        }
    }

    [GeneratedRegex(@"^\s*[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,6}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Syntax();
}

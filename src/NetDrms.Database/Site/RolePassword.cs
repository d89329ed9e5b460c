using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Site;

/// <summary>Sets a role's password without sending it: the server gets the SCRAM-SHA-256 verifier, so no log of statements can hold the password.</summary>
internal static class RolePassword
{
    private const int Iterations = 4096;
    private const int SaltBytes = 16;

    /// <summary>Sets the password.</summary>
    /// <exception cref="DrmsException">It is empty or holds characters other than the printable ones of ASCII.</exception>
    public static async Task SetAsync(NpgsqlConnection connection, string role, string password, CancellationToken cancel)
    {
        SqlText sql = $"alter role {SqlName.Exact(role)} password ";
        sql.AppendLiteral($"'{Verifier(password, RandomNumberGenerator.GetBytes(SaltBytes))}'");   // Base64, '$' and ':' only
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The verifier as PostgreSQL stores it. RFC 5802, RFC 7677.</summary>
    public static string Verifier(string password, byte[] salt)
    {
        // Beyond ASCII the rules of SASLprep would apply, and both sides must agree on them.
        if (password.Length == 0 || password.Any(c => c is < ' ' or > '~'))
            throw new DrmsException(ErrorCode.Argument, "a password is one or more printable characters of ASCII");
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        byte[] stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        byte[] server = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(CultureInfo.InvariantCulture, $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}");
    }
}

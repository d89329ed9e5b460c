using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using static NetDrms.Sums.Wire.JsonMembers;

namespace NetDrms.Sums.Wire;

/// <summary>Message to request. Whatever a stranger sends gives a request or a fault, never an exception. Spec 04 §3.4–3.5.</summary>
internal static class RequestReader
{
    /// <summary>Reads a request.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SumsRequest? request, [NotNullWhen(false)] out RequestFault? fault)
    {
        request = null;
        if (!TryMembers(body, out JsonMembers members, out fault))
            return false;
        RequestBinder binder = new(members);
        request = binder.Bind();
        fault = binder.Fault;
        if (fault is not null)
            request = null;
        return fault is null;
    }

    /// <summary>Reads the first frame of a connection; null when <c>pid</c> or <c>user</c> is missing or it is no client info at all.</summary>
    public static ClientInfo? ReadClientInfo(ReadOnlySpan<byte> body)
    {
        if (!TryMembers(body, out JsonMembers members, out _) || members.Kind != JsonTokenType.StartObject)
            return null;
        RequestBinder binder = new(members);
        string user = binder.Text(Member.User);
        string? token = members.KindOf(Member.Token) == JsonTokenType.String ? binder.Text(Member.Token) : null;   // to the original it is an extra member, of any kind
        if (binder.Fault is not null || !members.Has(Member.Pid))
            return null;
        return new(members.KindOf(Member.Pid) == JsonTokenType.Number && members.Reader(Member.Pid).TryGetInt64(out long pid) ? pid : 0, user, token, members.KindOf(Member.Poll) == JsonTokenType.True);
    }

    private static bool TryMembers(ReadOnlySpan<byte> body, out JsonMembers members, [NotNullWhen(false)] out RequestFault? fault)
    {
        members = default;
        fault = CheckUtf8(body);
        if (fault is not null)
            return false;
        try
        {
            members = new(body);
            return true;
        }
        catch (JsonException wrong)   // the only way in which the framework's reader tells
        {
            long line = wrong.LineNumber ?? 0, column = wrong.BytePositionInLine ?? 0;
            fault = new(SumsStatus.BadJson, string.Create(
                CultureInfo.InvariantCulture, $"Expecting value: line {line + 1} column {column + 1} (char {StartOf(line, body) + column})"));
            return false;
        }
    }

    private static long StartOf(long line, ReadOnlySpan<byte> body)
    {
        int start = 0;
        for (; line > 0; line--)
            start += body[start..].IndexOf((byte)'\n') + 1;
        return start;
    }

    private static RequestFault? CheckUtf8(ReadOnlySpan<byte> body)
    {
        if (System.Text.Unicode.Utf8.IsValid(body))
            return null;
        int position = 0;
        while (Rune.DecodeFromUtf8(body[position..], out _, out int length) == OperationStatus.Done)
            position += length;
        byte wrong = body[position];
        string reason = wrong is < 0xC2 or > 0xF4 ? "invalid start byte" : "invalid continuation byte";
        return new(SumsStatus.CantServiceRequest, string.Create(
            CultureInfo.InvariantCulture, $"'utf-8' codec can't decode byte 0x{wrong:x2} in position {position}: {reason}"));
    }
}

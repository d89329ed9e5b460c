using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>The words of a text format of tables, in ASCII.</summary>
/// <param name="True">A true value.</param>
/// <param name="False">A false one.</param>
/// <param name="Infinity">Positive infinity.</param>
/// <param name="NegativeInfinity">Negative infinity.</param>
/// <param name="WriteText">Writes text that is well-formed UTF-8.</param>
internal sealed record ValueWords(byte[] True, byte[] False, byte[] Infinity, byte[] NegativeInfinity, Action<IBufferWriter<byte>, ReadOnlySpan<byte>> WriteText);

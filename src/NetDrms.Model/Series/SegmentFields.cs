using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series;

/// <summary>What stands between protocol and description of a <c>Data:</c> line, and which implicit keywords come of it. Spec 02 §1.6, §1.7.</summary>
/// <param name="HasCparmsField">A quoted compression text stands in the line.</param>
/// <param name="HasScalingFields">bzero and bscale stand in the line.</param>
/// <param name="MakesCparms">The series gets a keyword <c>cparms_sgNNN</c>.</param>
/// <param name="MakesScaling">The series gets the keywords <c>&lt;segment&gt;_bzero</c> and <c>_bscale</c>.</param>
public readonly record struct SegmentFields(bool HasCparmsField, bool HasScalingFields, bool MakesCparms, bool MakesScaling)
{
    /// <summary>The rule for a protocol and a type.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="type">Type of the pixels.</param>
    /// <param name="isRaw">True for the type <c>raw</c>, which counts as an integer here.</param>
    public static SegmentFields Of(SegmentProtocol protocol, DrmsType type, bool isRaw)
    {
        bool isFloat = !isRaw && type is DrmsType.Float or DrmsType.Double;
        bool isLong = !isRaw && type == DrmsType.LongLong;
        return protocol switch
        {
            SegmentProtocol.Fits or SegmentProtocol.Tas => new(!isLong, !isFloat, !isLong, true),
            SegmentProtocol.Fitz => new(false, !isFloat, !isLong, true),
            SegmentProtocol.Bin or SegmentProtocol.BinGz => new(false, !isFloat, false, true),
            _ => default,
        };
    }
}

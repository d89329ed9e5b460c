namespace NetDrms.Model.Series.Reading;

/// <summary>The passes of the original over the text, in its order. Spec 02 §1.1.</summary>
internal enum ReadingPass
{
    /// <summary>Lines and header tags.</summary>
    Header,
    /// <summary><c>Data:</c> lines.</summary>
    Segments,
    /// <summary><c>Link:</c> lines.</summary>
    Links,
    /// <summary><c>Keyword:</c> lines and the companions of slotted keywords.</summary>
    Keywords,
    /// <summary><c>Index:</c>, <c>PrimeKeys:</c>, <c>DBIndex:</c>.</summary>
    Keys,
    /// <summary>What the original finds only when it makes the series.</summary>
    Creation,
}

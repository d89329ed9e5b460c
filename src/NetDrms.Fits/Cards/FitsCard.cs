namespace NetDrms.Fits.Cards;

/// <summary>One keyword of a header with its value; long texts are joined from their CONTINUE cards.</summary>
/// <param name="Keyword">Name as written, without outer blanks; of a HIERARCH card the names behind that word.</param>
/// <param name="Kind">What the value is.</param>
public sealed record FitsCard(string Keyword, CardKind Kind)
{
    /// <summary>The text of a text or commentary card (leading blanks kept, trailing ones dropped); of other values the characters as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>Value of an integer card.</summary>
    public long Integer { get; init; }

    /// <summary>Value of a real card, and of an integer card as a real number.</summary>
    public double Real { get; init; }

    /// <summary>Value of a logical card.</summary>
    public bool Logical { get; init; }

    /// <summary>Text behind the slash, without outer blanks.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The first 80 characters of the card as they stand in the file, without trailing blanks.</summary>
    public string Image { get; init; } = "";

    /// <summary>True for a number.</summary>
    public bool IsNumber => Kind is CardKind.Integer or CardKind.Real;
}

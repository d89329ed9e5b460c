using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Arguments;

/// <summary>Types of module arguments. Spec 03 §1.3.</summary>
internal enum ArgumentType
{
    /// <summary>On or off: <c>-q</c>, <c>q=1</c>, <c>--q</c>.</summary>
    Flag,
    /// <summary>Decimal or hexadecimal whole number of 32 bits; text after it is ignored.</summary>
    Int,
    /// <summary>Real number.</summary>
    Float,
    /// <summary>Real number.</summary>
    Double,
    /// <summary>Time text of spec 01 §3.</summary>
    Time,
    /// <summary>Text.</summary>
    String,
    /// <summary>One word of a list; its value is the index.</summary>
    Selection,
    /// <summary>List of whole numbers of 64 bits.</summary>
    IntArray,
    /// <summary>List of real numbers.</summary>
    FloatArray,
    /// <summary>List of real numbers.</summary>
    DoubleArray,
    /// <summary>List of words.</summary>
    StringArray,
}

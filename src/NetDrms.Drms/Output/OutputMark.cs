namespace NetDrms.Drms.Output;

/// <summary>A short text in an <see cref="OutputBuffer"/>, to write it once more while it is there.</summary>
/// <param name="Fill">Which filling of the buffer holds it; 0 for none.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct OutputMark(int Fill, int Offset, int Length);

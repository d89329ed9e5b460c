
namespace NetDrms.Modules.Making;

/// <summary>How <c>set_info</c> makes records. Spec 03 §3.</summary>
/// <param name="IsHexadecimal">Values are bit patterns.</param>
/// <param name="CopiesFiles">A new version gets copies of the files even if none changes.</param>
/// <param name="IgnoresHeaders">Headers of FITS files set no keywords.</param>
/// <param name="IgnoresUnknown">Names that the series does not know are skipped.</param>
/// <param name="ChangesMany">All records of the set are changed, not just the only one.</param>
/// <param name="IsVerbose">Tell what is done.</param>
internal sealed record SetInfoOptions(bool IsHexadecimal, bool CopiesFiles, bool IgnoresHeaders, bool IgnoresUnknown, bool ChangesMany, bool IsVerbose);

using System.Diagnostics.CodeAnalysis;
using NetDrms.Drms.Queries;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Info;

/// <summary>Opens a request's record set with the original's texts for what can be wrong with it. Spec 06 §2.6.</summary>
internal static class RecordSubsets
{
    /// <summary>Reads the text.</summary>
    /// <exception cref="InfoFailure">It is no record set.</exception>
    public static RecordSetSpec Parse(ModuleContext context, InfoRequest request, RecordSetAccess access)
    {
        if (!access.TryParse(request.RecordSet, out RecordSetSpec? spec, out DrmsError? error))
            throw Invalid(request, error);
        foreach (DrmsError warning in spec.Warnings)
            context.Error.Warn(warning);
        return spec;
    }

    /// <summary>Finds the series of a subset.</summary>
    /// <exception cref="InfoFailure">There is none.</exception>
    public static async Task<SeriesDefinition> FindAsync(RecordSetElement element, RecordSetAccess access, string classic, CancellationToken cancel) =>
        await access.FindAsync(element, cancel) ?? throw new InfoFailure(classic, await access.UnknownAsync(element, cancel));

    /// <summary>Binds a subset to its series.</summary>
    /// <exception cref="InfoFailure">A filter has no meaning there.</exception>
    public static RecordQuery Bind(RecordSetElement element, SeriesDefinition series, InfoRequest request, RecordSetAccess access) =>
        access.TryBind(element, series, allVersions: false, out RecordQuery? query, out DrmsError? error) ? query : throw Invalid(request, error);

    /// <summary>True when a subset is the whole series.</summary>
    public static bool IsWhole(RecordSetElement element) => element.Filters.All(f => f.IsEmpty);

    // What the original's parser lets pass the database refuses, in words of its own.
    private static InfoFailure Invalid(InfoRequest request, DrmsError error) =>
        error.Code == ErrorCode.Syntax ? new InfoFailure($"invalid record-set specification `{request.RecordSet}`", error) : InfoFailure.Of(error);
}

using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary>The original's programs for bulk transfer by manifest tables, which a subscription does better: refused with that pointer. Spec 06 §3.6.</summary>
/// <param name="name">The program.</param>
internal sealed class BulkTransfer(string name) : IModule
{
    /// <summary>Names of the programs, with underscores.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["drms_export_cgi", "data_xfer_tcpserver", "data_xfer_tcpclient", "data_xfer_manifest_tables", "create_spikes_tar"];

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = name,
        Summary = "Bulk transfer by manifest tables, which is not offered.",
        Arguments = [],
        OtherNames = "arguments of the original",
        Unnamed = "<arguments>",
        UsesDatabase = false,
    };

    /// <inheritdoc/>
    public Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        DrmsError error = new(ErrorCode.Argument, $"{name} is not offered: bulk transfer by manifest tables is replaced by subscriptions")
        {
            Hint = "Subscribe to the series: its records come by themselves, and its files with the first use.",
        };
        if (!context.Surroundings.IsWeb)
            return Task.FromResult(context.Fail(error));
        RequestAnswer answer = new(context.Out, isText: false);
        answer.Header(isUpload: false);
        return Task.FromResult(answer.Fail(RequestStatus.Failed, $"{error.Message}. {error.Hint}"));
    }
}

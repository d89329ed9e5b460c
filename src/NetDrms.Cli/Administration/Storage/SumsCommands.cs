using System.CommandLine;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums …</c>: storage units, partitions, retention, archive. Spec 04 §5.7, §6.</summary>
internal static class SumsCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context)
    {
        Command sums = new("sums", "Look after storage: partitions, retention, verification, archive.")
        {
            PartitionCommands.Create(context),
            VerifyCommand.Create(context),
            UseCommands.Create(context),
            TopCommand.Create(context),
            SalvageCommands.Create(context),
            ArchiveCommands.Create(context),
            TapeCommands.Create(context),
            TokenCommands.Create(context),
            AuditCommands.Create(context),
            ExpireCommand.Create(context),
            UndeleteCommand.Create(context),
            HistoryCommand.Create(context),
        };
        foreach (Command command in InstanceCommands.Create(context))
            sums.Add(command);
        return sums;
    }
}

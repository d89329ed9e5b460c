using NetDrms.Cli.Administration.Storage;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Driver;

/// <summary>Links by which the original's program names reach our one program: <c>drms install-links DIR</c>. Spec 03 §1.8.</summary>
internal static class InstalledLinks
{
    /// <summary>Makes a link for each module, for its <c>_sock</c> name, and for the scripts that start and stop storage daemons; links of ours that are there already are renewed.</summary>
    /// <param name="folder">Where; it is made when it is missing.</param>
    /// <param name="program">What the links point to.</param>
    /// <returns>The names made.</returns>
    /// <exception cref="DrmsException">A file of such a name exists that is no link, or the folder cannot be written.</exception>
    public static IReadOnlyList<string> Make(string folder, string program)
    {
        List<string> made = [];
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string name in ModuleTable.Names.Where(name => !ModuleTable.IsNew(name)).SelectMany(name => new[] { name, name + ModuleTable.SharedSuffix }).Concat(InstanceCommands.Scripts.Keys))
            {
                string path = Path.Combine(folder, name);
                FileInfo there = new(path);
                if (there.LinkTarget is not null)
                    there.Delete();
                else if (there.Exists || Directory.Exists(path))
                    throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"\"{path}\" exists and is no link")
                    {
                        Hint = "Choose another folder, or remove the file.",
                    });
                File.CreateSymbolicLink(path, program);
                made.Add(name);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not make links in \"{folder}\"") { Detail = failure.Message }, failure);
        }
        return made;
    }
}

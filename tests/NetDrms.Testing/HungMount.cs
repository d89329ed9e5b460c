using System.Runtime.InteropServices;

namespace NetDrms.Testing;

/// <summary>A real mount that answers nothing: a FUSE file system whose server never reads its requests. Only for root.</summary>
public sealed partial class HungMount : IDisposable
{
    private const int ReadWriteCloseOnExec = 2 | 0x80000;
    private const int Detach = 2;

    private readonly string _folder;
    private int _server;

    private HungMount(string folder, int server)
    {
        _folder = folder;
        _server = server;
    }

    /// <summary>Mounts it over a folder; null where that is not possible.</summary>
    public static HungMount? TryMount(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        int server = Open("/dev/fuse", ReadWriteCloseOnExec);
        if (server < 0)
            return null;
        if (Mount("hung", folder, "fuse", 0, $"fd={server},rootmode=40000,user_id=0,group_id=0,allow_other") == 0)
            return new HungMount(folder, server);
        _ = Close(server);
        return null;
    }

    /// <summary>Ends it: whoever waits for it gets an error.</summary>
    public void Dispose()
    {
        if (_server < 0)
            return;
        _ = Close(_server);
        _server = -1;
        _ = Unmount(_folder, Detach);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}

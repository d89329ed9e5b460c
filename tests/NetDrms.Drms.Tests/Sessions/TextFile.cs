namespace NetDrms.Drms.Tests.Sessions;

/// <summary>A file in a folder of its own, gone after the test.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(string name, string content)
    {
        Folder = Directory.CreateTempSubdirectory("netdrms-file-").FullName;
        Path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(Path, content);
    }

    public string Folder { get; }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

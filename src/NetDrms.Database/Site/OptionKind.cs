namespace NetDrms.Database.Site;

/// <summary>How a value of site.toml was written.</summary>
internal enum OptionKind
{
    /// <summary>In quotes.</summary>
    Text,

    /// <summary>A number without fraction.</summary>
    Integer,

    /// <summary>A number with fraction.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>In brackets.</summary>
    List,

    /// <summary>In an environment variable, where everything is text.</summary>
    Variable,
}

using NetDrms.Modules.Arguments;


namespace NetDrms.Cli.Tests.Arguments;

/// <summary>Spec 03 §1.4.</summary>
public class HelpWriterTests
{
    [Fact]
    public void The_first_part_has_the_original_s_layout()
    {
        ModuleDefinition module = new()
        {
            Name = "try_me",
            Summary = "Tries.",
            Arguments =
            [
                ArgumentDefinition.Flag("q", "quiet"),
                new("ds", ArgumentType.String, null, "record set"),
                new("key", ArgumentType.StringArray, "x", ""),
                new("kind", ArgumentType.Selection, "one", "a choice") { Choices = ["one", "two"] },
                new("averylongargumentname", ArgumentType.Int, "0", "n"),
                new("last", ArgumentType.Int, "0", "n"),
            ],
        };
        Assert.StartsWith("""
            usage: try_me [-q] ds=... key=... kind=... averylongargumentname=...
                     last=...
              -q:  quiet
              ds (string): record set
                (no default)
              key (string array): default value: x
              kind (selection): a choice
                default value: one
                valid values: one, two
              averylongargumentname (int): n
                default value: 0
              last (int): n
                default value: 0

            Tries.

            """, HelpWriter.Help(module, "try_me"), StringComparison.Ordinal);
    }
}

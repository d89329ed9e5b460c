using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

/// <summary>What <c>create_series</c> prints for a definition: the order of its lines, without arguments and questions.</summary>
internal sealed record ClassicCreateSeries(int Exit, string Output, string Error, SeriesDefinition? Made)
{
    public static async Task<ClassicCreateSeries> RunAsync(NpgsqlConnection connection, string text, CancellationToken cancel)
    {
        DefinitionReading reading = DefinitionReader.Read(text, DefinitionOptions.Strict);
        string creating = $"Creating new series '{reading.NameAsWritten}'...\n{reading.ClassicOutput}";
        switch (reading.Stage)
        {
            case DefinitionStage.Parsing:
                return new(1, reading.ClassicOutput + "Failed to parse series description in file '{file}'.\n", reading.ClassicError, null);
            case DefinitionStage.Creation:
                return new(1, creating + "Failed to create series.\n", reading.ClassicError, null);
            default:
                try
                {
                    SeriesDefinition made = await new SeriesCreator(connection).CreateAsync(reading.OrThrow(), CreationOptions.Standard, cancel);
                    return new(0, creating, reading.ClassicError, made);
                }
                catch (DrmsException refused)
                {
                    return new(1, creating + "Failed to create series.\n", $"{reading.ClassicError}{refused.Error.ClassicMessage ?? refused.Error.Message}\n", null);
                }
        }
    }
}

using CsCheck;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;
using NetDrms.Testing;

namespace NetDrms.Model.Tests.Series;

public class DefinitionWriterTests
{
    [Fact]   // spec 02 §1.9, §10.1
    public void A_written_definition_reads_back_to_the_same_definition() =>
        RandomDefinition.Gen.Sample(
            definition => SameDefinition.Holds(definition, DefinitionReader.Read(DefinitionWriter.Write(definition), DefinitionOptions.Strict).OrThrow()),
            print: definition => DefinitionWriter.Write(definition));

    [Fact]
    public void Writing_what_was_read_changes_nothing_more() =>
        RandomDefinition.Gen.Sample(definition =>
        {
            string once = DefinitionWriter.Write(DefinitionReader.Read(DefinitionWriter.Write(definition), DefinitionOptions.Strict).OrThrow());
            return once == DefinitionWriter.Write(DefinitionReader.Read(once, DefinitionOptions.Strict).OrThrow());
        });

    [Theory]   // any text that gives a time, an interval or a number
    [InlineData("time", "UTC", "JD_2456789.123456")]
    [InlineData("time", "TAI", "MJD_56789.7654321")]
    [InlineData("time", "TAI", "2014.03.01_00:00:00.123456_UTC")]
    [InlineData("time", "ISO", "2014-03-01T00:00:22.5Z")]
    [InlineData("time", "none", "1601.01.02_00:00:00.1_UTC")]
    [InlineData("time", "", "MDI_EPOCH")]
    [InlineData("time", "mins", "0.1")]
    [InlineData("time", "days", "-3.3333333333333335")]
    [InlineData("time", "hours", "DRMS_MISSING_VALUE")]
    [InlineData("time", "TAI", "DRMS_MISSING_VALUE")]
    [InlineData("double", "m", "-nan")]
    [InlineData("double", "m", "nan")]
    [InlineData("float", "m", "-inf")]
    [InlineData("double", "m", "4.9e-324")]
    [InlineData("char", "none", "-128")]
    [InlineData("longlong", "none", "-9223372036854775807")]
    public void A_default_reads_back(string type, string unit, string text)
    {
        string line = $"Seriesname: a.b\nKeyword: A, {type}, variable, record, {text}, 1, \"{unit}\", \"\"\n";
        SeriesDefinition first = DefinitionReader.Read(line, DefinitionOptions.Strict).OrThrow();
        SeriesDefinition second = DefinitionReader.Read(DefinitionWriter.Write(first), DefinitionOptions.Strict).OrThrow();
        Assert.True(first.Keywords[0].Default.Equals(second.Keywords[0].Default), DefinitionWriter.Write(first));
    }

    [Fact]
    public void Texts_are_quoted_so_that_they_read_back()
    {
        const string Awkward = "both \"double\" and 'single', a \\ and # :";
        SeriesDefinition series = DefinitionReader.Read("Seriesname: a.b\nKeyword: A, string, variable, record, x, %s, none, \"\"\n", DefinitionOptions.Strict).OrThrow();
        KeywordDefinition keyword = series.Keywords[0] with { Default = DrmsValue.OfString(Awkward + "\n\t\r"), Description = Awkward, Unit = "\"'" };
        string written = DefinitionWriter.Write(series with { Keywords = [keyword], Description = Awkward });
        Assert.Contains("Keyword:A, string, variable, record, \"both \"\"double\"\" and 'single', a \\\\ and # :\\n\\t\r\", \"%s\", \"\"\"'\", ", written, StringComparison.Ordinal);
        SeriesDefinition read = DefinitionReader.Read(written, DefinitionOptions.Strict).OrThrow();
        Assert.Equal((Awkward + "\n\t\r", Awkward, "\"'"), (read.Keywords[0].Default.AsString, read.Keywords[0].Description, read.Keywords[0].Unit));
        Assert.Equal(Awkward, read.Description);
    }

    [Theory]   // spec 02 §2.2
    [InlineData(DrmsType.Char, "none", "65", 65)]
    [InlineData(DrmsType.Char, "none", "-128", -128)]
    [InlineData(DrmsType.Char, "none", "5", 5)]
    [InlineData(DrmsType.Char, "none", "A", 65)]
    [InlineData(DrmsType.Char, "none", "-", 45)]
    [InlineData(DrmsType.Char, "none", "é", -128)]
    [InlineData(DrmsType.Short, "none", "-32768", -32768)]
    [InlineData(DrmsType.Int, "none", "rubbish", int.MinValue)]
    public void Integer_defaults_of_the_catalog_are_read(DrmsType type, string unit, string text, int expected) =>
        Assert.Equal(DrmsValue.OfInteger(type, expected), DefaultText.OfCatalog(type, unit, text));

    [Theory]
    [InlineData(DrmsType.Time, "secs", "5400.000000", 5400)]
    [InlineData(DrmsType.Time, "secs", "-nan", double.NaN)]
    [InlineData(DrmsType.Time, "TAI", "1992.12.31_23:59:33_UTC", 504921600)]
    [InlineData(DrmsType.Time, "TAI", "-4712.01.01_11:59:28_UTC", -211087684832.0)]
    [InlineData(DrmsType.Double, "m", "0.10000000000000001", 0.1)]
    [InlineData(DrmsType.Float, "m", "-nan", double.NaN)]
    public void Real_defaults_of_the_catalog_are_read_and_written_back(DrmsType type, string unit, string text, double expected)
    {
        DrmsValue value = DefaultText.OfCatalog(type, unit, text);
        Assert.Equal(expected, value.AsDouble);
        Assert.Equal(text, DefaultText.ToCatalog(type, unit, value));
    }
}

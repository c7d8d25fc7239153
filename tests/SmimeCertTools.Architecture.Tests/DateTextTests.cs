using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>
/// Dates become text in the invariant culture alone. In the current one, the year is 2569 in Thailand, and in Saudi Arabia the
/// calendar ends in 2077 and throws.
/// </summary>
public class DateTextTests
{
    private static readonly HashSet<string> Dates =
    [
        "System.DateTime", "System.DateTimeOffset", "System.Nullable`1<System.DateTime>",
        "System.Nullable`1<System.DateTimeOffset>",
    ];

    [Theory]
    [InlineData("SmimeCertTools.Core", "net8.0")]
    [InlineData("SmimeCertTools.Core", "netstandard2.0")]
    [InlineData("SmimeCertTools", "netstandard2.0")]
    public void No_date_becomes_text_in_the_current_culture(string project, string framework) =>
        Assert.Empty(Faults(LayerTests.Assembly(project, framework)));

    [Fact]
    public void Every_way_to_write_a_date_in_the_current_culture_is_found() => Assert.Equal(
        [
            nameof(Planted.Appended), nameof(Planted.Boxed), nameof(Planted.Formatted), nameof(Planted.InCurrentCulture),
            nameof(Planted.Interpolated), nameof(Planted.Plain), nameof(Planted.WithForm),
        ],
        Faults(typeof(DateTextTests).Assembly.Location)
            .Where(fault => fault.Contains(nameof(Planted), StringComparison.Ordinal))
            .Select(fault => fault.Split('.').Last()).Order(StringComparer.OrdinalIgnoreCase));

    private static List<string> Faults(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return
        [
            .. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody && IsFault(method))
                .Select(method => $"{method.DeclaringType.FullName}.{method.Name}"),
        ];
    }

    private static bool IsFault(MethodDefinition method)
    {
        var calls = method.Body.Instructions.Select(step => step.Operand).OfType<MethodReference>().ToList();
        var boxes = method.Body.Instructions.Any(step =>
            step.OpCode == OpCodes.Box && step.Operand is TypeReference type && Dates.Contains(type.FullName));
        return calls.Exists(IsPlainText)
            || (calls.Exists(IsPartOfText) && !calls.Exists(call => call.Name == "get_InvariantCulture"))
            || (boxes && calls.Exists(IsTextOfObjects))
            || ((boxes || calls.Exists(call => IsOfDate(call) && call.Name == "ToString"))
                && calls.Exists(call => call.Name == "get_CurrentCulture"));
    }

    /// <summary>ToString() or ToString(form) of a date itself: without the culture.</summary>
    private static bool IsPlainText(MethodReference call) => IsOfDate(call) && (
        (call.Name == "ToString" && call.Parameters.All(parameter => parameter.ParameterType.FullName == "System.String"))
        || call.Name.StartsWith("ToShort", StringComparison.Ordinal) || call.Name.StartsWith("ToLong", StringComparison.Ordinal));

    private static bool IsOfDate(MethodReference call) => Dates.Contains(call.DeclaringType.FullName);

    /// <summary>A date in an interpolated text, of which the handler knows the culture.</summary>
    private static bool IsPartOfText(MethodReference call) =>
        call is GenericInstanceMethod { Name: "AppendFormatted" } part && Dates.Contains(part.GenericArguments[0].FullName);

    /// <summary>Texts made of objects, without a culture.</summary>
    private static bool IsTextOfObjects(MethodReference call) =>
        call.DeclaringType.FullName == "System.String" && call.Name is "Format" or "Concat"
        && call.Parameters[0].ParameterType.FullName != "System.IFormatProvider"
        && call.Parameters.Any(
            parameter => parameter.ParameterType.FullName.StartsWith("System.Object", StringComparison.Ordinal));

#pragma warning disable CA1305 // What is to be found.
    private static class Planted
    {
        public static string Plain(DateTime date) => date.ToString();

        public static string WithForm(DateTimeOffset date) => date.ToString("yyyy-MM-dd");

        public static string Interpolated(DateTimeOffset date) => $"until {date:yyyy-MM-dd}";

        public static string Appended(DateTime? date) => $"until {date}";

        public static string Boxed(DateTime date) => string.Concat("until ", (object)date);

        public static string Formatted(DateTime date) => string.Format("until {0}", date);

        public static string InCurrentCulture(DateTime date) => date.ToString("d", CultureInfo.CurrentCulture);

        public static string Right(DateTime date) => string.Format(CultureInfo.InvariantCulture, "until {0}", date)
            + date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + FormattableString.Invariant($"{date}")
            + string.Create(CultureInfo.InvariantCulture, $"{date:yyyy}");
    }
#pragma warning restore CA1305
}

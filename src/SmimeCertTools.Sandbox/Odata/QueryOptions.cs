using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>The system query options of a collection request (OData 4.01, part 2, section 5.1).</summary>
internal sealed record QueryOptions
{
    public IReadOnlyList<string>? Select { get; private init; }

    /// <summary>The filter; null for none.</summary>
    public Filter? Filter { get; private init; }

    public int? Top { get; private init; }

    /// <summary>The key after which the page begins; null for the first page.</summary>
    public string? After { get; private init; }

    public bool Count { get; private init; }

    /// <param name="request">The request.</param>
    /// <param name="rules">What a filter may say; null where there is none.</param>
    /// <param name="readElsewhere">Options that the caller reads itself.</param>
    /// <exception cref="RequestRefusedException">An option is unknown or malformed.</exception>
    public static QueryOptions Parse(SandboxRequest request, FilterRules? rules = null, params ReadOnlySpan<string> readElsewhere)
    {
        var options = new QueryOptions();
        foreach (var (name, value) in request.Query)
        {
            if (!name.StartsWith('$') || readElsewhere.Contains(name.ToLowerInvariant()))
            {
                continue;
            }

            options = name.ToLowerInvariant() switch
            {
                "$select" => options with
                {
                    Select = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                },
                "$filter" when rules is not null => options with { Filter = Filter.Parse(value, rules) },
                "$top" => options with { Top = Number(name, value) },
                "$skiptoken" => options with { After = Token(value) },
                "$count" => options with { Count = value.Equals("true", StringComparison.OrdinalIgnoreCase) },
                _ => throw RequestRefusedException.BadQuery($"The query option '{name}' is not supported here."),
            };
        }

        return options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw RequestRefusedException.BadQuery($"Invalid value '{value}' for the query option '{name}'.");

    private static string Token(string value) => Base64Url.IsValid(value)
        ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(value))
        : throw RequestRefusedException.BadQuery("The $skiptoken is not one of this service.");
}

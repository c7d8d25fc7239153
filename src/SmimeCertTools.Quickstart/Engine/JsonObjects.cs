using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace SmimeCertTools.Quickstart.Engine;

/// <summary>JSON as PowerShell sees it.</summary>
internal static class JsonObjects
{
    /// <summary>Objects become PSObjects with note properties, arrays object arrays, numbers longs or doubles.</summary>
    public static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject ConvertObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            result.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
        }

        return result;
    }
}

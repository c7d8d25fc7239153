using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Refuses what cannot be the name of a key, a provider or an account: blank text, control characters (a provider stops reading
/// at a NUL, and would take another key), and names longer than NCRYPT_MAX_KEY_NAME_LENGTH of ncrypt.h.
/// </summary>
[System.AttributeUsage(System.AttributeTargets.Property | System.AttributeTargets.Field)]
public sealed class ValidateKeyNameAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>How many characters are too many. Default 512.</summary>
    public int MaximumLength { get; set; } = 512;

    /// <summary>What is wrong with a name, as the end of a sentence; null when it can be one.</summary>
    internal static string? ProblemOf(string? name, int maximumLength = 512) => BoundText.ProblemOf(name) switch
    {
        { } problem => problem,
        _ when string.IsNullOrWhiteSpace(name) => "is empty. Give the name, or leave the parameter out",
        _ when name!.Any(char.IsControl) =>
            "has control characters, such as a line break or a tab, which no name has. Check where it was copied from",
        _ when name!.Length > maximumLength =>
            $"has {name.Length} characters; {maximumLength} are the most that a name can have",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (ProblemOf((element is PSObject wrapped ? wrapped.BaseObject : element) as string, MaximumLength) is { } problem)
        {
            throw new ValidationMetadataException($"The name {problem}.");
        }
    }
}

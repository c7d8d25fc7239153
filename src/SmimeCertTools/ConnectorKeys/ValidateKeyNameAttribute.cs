using System.Linq;
using System.Management.Automation;

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

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        var name = (element is PSObject wrapped ? wrapped.BaseObject : element) as string;
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ValidationMetadataException("The name is empty. Give the name, or leave the parameter out.");
        }

        if (name!.Any(char.IsControl))
        {
            throw new ValidationMetadataException(
                "The name has control characters, such as a line break or a tab, which no name has. Check where it was copied "
                    + "from.");
        }

        if (name!.Length > MaximumLength)
        {
            throw new ValidationMetadataException(
                $"The name has {name.Length} characters; {MaximumLength} are the most that a name can have.");
        }
    }
}

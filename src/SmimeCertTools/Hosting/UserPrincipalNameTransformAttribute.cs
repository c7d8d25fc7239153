using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a user parameter take names and objects that have one: what Get-MgUser or Get-ADUser return, records, CSV rows. Blanks
/// around a name are dropped. What has no name is told by the cmdlet, as the error of that item alone.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UserPrincipalNameTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Members = ["UserPrincipalName", "UPN"];

    /// <summary>Whether the parameter takes several users. Default true.</summary>
    public bool AllowMany { get; set; } = true;

    /// <summary>Whether the cmdlet asks a script block for the user of each row itself. Default false.</summary>
    public bool AllowScriptBlock { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is null ? null : ObjectMembers.Base(inputData);
        return AllowScriptBlock && value is ScriptBlock ? value
            : !AllowMany ? Read(inputData)
            : value is IEnumerable items and not string and not IDictionary and not PSObject
                ? items.Cast<object?>().Select(Read).ToArray()
                : new[] { Read(inputData) };
    }

    /// <summary>The user principal name that a value is or has, as bound text.</summary>
    internal static string Read(object? item)
    {
        if (item is null || BoundText.ProblemOf(BoundText.Of(item)) is null)
        {
            return BoundText.Of(item);
        }

        try
        {
            // A name that came as an object's property keeps the notes of PowerShell that are on the text.
            var named = Members.Select(name => ObjectMembers.Find(item, name)).FirstOrDefault(found => found is not null);
            return named is null ? BoundText.Unusable(item) : BoundText.Of(named);
        }
        catch (GetValueException)
        {
            return BoundText.Unusable(item);
        }
    }
}

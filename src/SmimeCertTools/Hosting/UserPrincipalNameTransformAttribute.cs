using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a user parameter take names and objects that have one: what Get-MgUser or Get-ADUser return, records, CSV rows. White
/// space around a name is dropped. A collection stays a collection.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UserPrincipalNameTransformAttribute : ArgumentTransformationAttribute
{
    private const string PropertyName = "UserPrincipalName";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable items and not string and not IDictionary
            ? items.Cast<object?>().Select(Name).ToArray()
            : Name(inputData);
    }

    private static object? Name(object? item) => item switch
    {
        null => null,
        string text => text.Trim(),
        PSObject { BaseObject: string text } => text.Trim(),
        _ when PSObject.AsPSObject(item).Properties[PropertyName]?.Value?.ToString() is { Length: > 0 } name => name.Trim(),
        IDictionary map when map[PropertyName]?.ToString() is { Length: > 0 } name => name.Trim(),
        _ => throw new ArgumentTransformationMetadataException(
            $"An object of type {PSObject.AsPSObject(item).BaseObject.GetType().FullName} has no UserPrincipalName."),
    };
}

using System;
using System.Linq;
using System.Management.Automation;

namespace SmimeCertTools.Records;

/// <summary>
/// Lets a parameter take records only: objects with an EncryptedPfxBlob. Everything else is refused in the way that makes the
/// engine bind the input by property names, so that files and rows of a CSV can come down the same pipeline.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UserPfxRecordTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // ConvertFrom-Json of Windows PowerShell hands on an array as one object.
        var items = RecordMembers.Items(inputData);
        if (items.Count > 0 && items.All(item => item is not null && UserPfxRecordReader.IsRecord(item)))
        {
            return items.Select(item => PSObject.AsPSObject(item!)).ToArray();
        }

        // The engine tries the other parameters when the inner exception is a failed cast, and gives up on any other.
        const string message = "The object is no record: it has no EncryptedPfxBlob. Give what New-SmimeUserPfx returns.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}

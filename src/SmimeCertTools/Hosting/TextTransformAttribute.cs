using System;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Binds text, or a list of texts, of whatever comes, and never fails: what is no text is told by the cmdlet, as the error of
/// that item alone. White space around a text is dropped. A script block stays one where the cmdlet asks it for each row.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TextTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes a list. Default false.</summary>
    public bool AllowMany { get; set; }

    /// <summary>Whether the cmdlet asks a script block for the text of each row itself. Default false.</summary>
    public bool AllowScriptBlock { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        AllowScriptBlock && inputData is not null && ObjectMembers.Base(inputData) is ScriptBlock block ? block
        : AllowMany ? BoundText.Many(inputData)
        : BoundText.Of(inputData);
}

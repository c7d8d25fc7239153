using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a <see cref="UserPfxPurpose"/> parameter take the words people write into lists: Encryption, encrypt, S/MIME Signing,
/// sign and so on, in any case. Empty text, as in an empty CSV column, is no purpose given (null). What is no purpose is bound as
/// <see cref="Unusable"/>, for the cmdlet to tell.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PurposeTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>What is bound of a value that is no purpose.</summary>
    internal const UserPfxPurpose Unusable = (UserPfxPurpose)(-1);

    /// <summary>Whether the cmdlet asks a script block for the purpose of each row itself. Default false.</summary>
    public bool AllowScriptBlock { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        AllowScriptBlock && inputData is not null && ObjectMembers.Base(inputData) is ScriptBlock block ? block : Read(inputData);

    /// <summary>The purpose that a value stands for; null where none is given.</summary>
    internal static UserPfxPurpose? Read(object? input) => (input is null ? null : ObjectMembers.Base(input)) switch
    {
        null => null,
        UserPfxPurpose purpose => purpose,
        string text => ListText.IsBlank(text) ? null : Parse(ListText.Trim(text)),
        Enum other => Parse(other.ToString()),

        // ConvertFrom-Json makes Int64 of a number, and whoever reads worksheets makes Double of it.
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Parse(Convert.ToString(ObjectMembers.Base(input!), CultureInfo.InvariantCulture)!),
        IList { Count: 0 } => null,
        IList { Count: 1 } list => Read(list[0]),
        _ => Unusable,
    };

    private static UserPfxPurpose Parse(string text) => PurposeWords.TryParse(text, out var purpose) ? purpose : Unusable;
}

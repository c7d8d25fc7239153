using System;
using System.Globalization;
using System.Management.Automation;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a switch take what a column says, such as yes, and never fails: what says neither yes nor no is no, and the cmdlet tells.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class FlagTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        new SwitchParameter(Read(inputData) ?? false);

    /// <summary>What a value says; null where it says neither yes nor no.</summary>
    internal static bool? Read(object? value) => (value is null ? null : ObjectMembers.Base(value)) switch
    {
        null => false,
        bool flag => flag,
        SwitchParameter flag => flag.ToBool(),
        string text => ListFlag.TryParse(text, out var flag) ? flag : null,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            ListFlag.TryParse(Convert.ToString(ObjectMembers.Base(value!), CultureInfo.InvariantCulture), out var flag)
                ? flag : null,
        _ => null,
    };
}

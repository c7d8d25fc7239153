using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Takes whatever comes down the pipeline, so that no object is refused by the engine, whose error would hold it. An error record
/// keeps the parameters of its command; of this one it shows nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PipelineInputTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData as PipelineInput ?? new PipelineInput(inputData);
}

/// <summary>An object as it came. It has no public member, so that PowerShell shows none.</summary>
internal sealed class PipelineInput
{
    internal PipelineInput(object? value) => Value = value;

    /// <summary>The object.</summary>
    internal object? Value { get; private set; }

    /// <summary>
    /// Takes the objects out of a bound parameter: those of a list, since ConvertFrom-Json of Windows PowerShell hands on an
    /// array as one object; or null alone where everything was given in words.
    /// </summary>
    internal static IReadOnlyList<object?> Take(object? bound)
    {
        if (bound is not PipelineInput input)
        {
            return [null];
        }

        // Nothing is a path without text.
        var items = ObjectMembers.Items(input.Value).Select(item => item is null ? string.Empty
            : ObjectMembers.Base(item) is string text ? text : item).ToArray();
        input.Value = null;
        return items;
    }

    /// <inheritdoc/>
    public override string ToString() => Value is null ? string.Empty : BoundText.TypeOf(Value);
}

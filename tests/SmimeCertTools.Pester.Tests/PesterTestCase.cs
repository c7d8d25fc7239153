using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SmimeCertTools.Pester.Tests;

/// <summary>A test of Pester's, or a file of tests where <see cref="Key"/> is empty.</summary>
public sealed class PesterTestCase : XunitTestCase
{
    /// <summary>For the deserializer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the deserializer; use the other constructor.")]
    public PesterTestCase()
    {
    }

    /// <summary>Makes a test case.</summary>
    public PesterTestCase(
        IMessageSink diagnostics,
        TestMethodDisplay display,
        TestMethodDisplayOptions options,
        ITestMethod method,
        string file,
        string key,
        string name,
        string? problem)
        : base(diagnostics, display, options, method)
    {
        File = file;
        Key = key;
        Name = name;
        Problem = problem;
    }

    /// <summary>The file's name.</summary>
    public string File { get; private set; } = "";

    /// <summary>The test's key in the file; empty for the file itself.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What people see and filter by.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What went wrong when the files were read.</summary>
    public string? Problem { get; private set; }

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(File), File);
        data.AddValue(nameof(Key), Key);
        data.AddValue(nameof(Name), Name);
        data.AddValue(nameof(Problem), Problem);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        // First: the base class asks for the display name.
        File = data.GetValue<string>(nameof(File));
        Key = data.GetValue<string>(nameof(Key));
        Name = data.GetValue<string>(nameof(Name));
        Problem = data.GetValue<string>(nameof(Problem));
        base.Deserialize(data);
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new PesterTestCaseRunner(this, messageBus, aggregator, cancellationTokenSource).RunAsync();

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) => Name;

    protected override string GetUniqueID() => $"{base.GetUniqueID()}|{File}|{Key}";

    protected override void Initialize()
    {
        base.Initialize();

        // dotnet test --filter File=Convert.Tests.ps1
        if (File.Length > 0)
        {
            Traits["File"] = [File];
        }
    }
}

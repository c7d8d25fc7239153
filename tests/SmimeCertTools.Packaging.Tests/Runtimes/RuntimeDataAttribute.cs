using System;
using System.Collections.Generic;
using System.Reflection;
using Xunit.Sdk;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>
/// The major version of a .NET that a PowerShell of the module's runs on; skipped with a message where it cannot be had.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuntimeDataAttribute : DataAttribute
{
    private readonly int major;

    public RuntimeDataAttribute(int major)
    {
        this.major = major;
        Skip = DotNetRuntime.AbsentMessage(major);
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[major]];
}

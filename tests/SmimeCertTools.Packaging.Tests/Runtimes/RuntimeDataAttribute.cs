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
    private bool trustsFile;

    public RuntimeDataAttribute(int major)
    {
        this.major = major;
        Skip = DotNetRuntime.AbsentMessage(major);
    }

    /// <summary>Whether SSL_CERT_FILE must name the CAs that the runtime trusts, which Linux alone does.</summary>
    public bool TrustsFile
    {
        get => trustsFile;
        set
        {
            trustsFile = value;
            if (value && !OperatingSystem.IsLinux())
            {
                Skip ??= "Only on Linux does SSL_CERT_FILE name the CAs that .NET trusts.";
            }
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[major]];
}

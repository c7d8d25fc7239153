using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using SmimeCertTools.Deployment;

namespace SmimeCertTools.Tests.Support;

/// <summary>The cmdlets' classes by name.</summary>
internal static class CmdletTypes
{
    private static readonly Dictionary<string, Type> ByName = typeof(TestSmimeDeploymentCommand).Assembly.GetTypes()
        .Select(type => (Type: type, Name: type.GetCustomAttribute<CmdletAttribute>()))
        .Where(found => found.Name is not null)
        .ToDictionary(found => $"{found.Name!.VerbName}-{found.Name.NounName}", found => found.Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>The class; null for a command of another module.</summary>
    public static Type? Find(string name) => ByName.GetValueOrDefault(name);
}

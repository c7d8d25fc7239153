using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>
/// The core's build for netstandard2.0, which Windows PowerShell runs, in a load context of its own. It hashes, derives and
/// decrypts by other code than the build for .NET; through reflection, because its types have the same names.
/// </summary>
internal static class PortableCore
{
    private static readonly Assembly Assembly = new Context().LoadFromAssemblyPath(
        Path.Combine(AppContext.BaseDirectory, "netstandard2.0", "SmimeCertTools.Core.dll"));

    private delegate object Copying(ReadOnlySpan<char> characters);

    /// <summary>The framework that the build is for.</summary>
    public static string Framework =>
        Assembly.GetCustomAttribute<System.Runtime.Versioning.TargetFrameworkAttribute>()!.FrameworkName;

    /// <summary>Opens a file; the error's kind, or the thumbprints of certificates and of those with a proven key.</summary>
    public static (string? Error, IReadOnlyList<string> Certificates, IReadOnlyList<string> Pairs) Open(
        byte[] content, string? password)
    {
        var text = Type("Secrets.SecretText");
        var secret = password is null
            ? text.GetMethod("Absent")!.Invoke(null, null)!
            : text.GetMethod("Copy")!.CreateDelegate<Copying>()(password);
        try
        {
            var contents = Type("Pfx.PfxReader").GetMethod("Open")!
                .Invoke(null, [new ReadOnlyMemory<byte>(content), secret, null, CancellationToken.None])!;
            using ((IDisposable)contents)
            {
                return (
                    null,
                    [.. List(contents, "Certificates").Select(Thumbprint)],
                    [.. List(contents, "KeyPairs").Select(pair => Thumbprint(Get(pair, "Certificate")))]);
            }
        }
        catch (TargetInvocationException e) when (e.InnerException?.GetType() == Type("Pfx.PfxException"))
        {
            return (Get(e.InnerException, nameof(PfxException.Kind)).ToString(), [], []);
        }
        finally
        {
            ((IDisposable)secret).Dispose();
        }
    }

    private static Type Type(string name) => Assembly.GetType("SmimeCertTools.Core." + name, throwOnError: true)!;

    private static object Get(object owner, string property) => owner.GetType().GetProperty(property)!.GetValue(owner)!;

    private static IEnumerable<object> List(object owner, string property) => ((IEnumerable)Get(owner, property)).Cast<object>();

    private static string Thumbprint(object certificate) => (string)Get(certificate, "Thumbprint");

    // What it needs besides the runtime is beside the tests.
    private sealed class Context() : AssemblyLoadContext("netstandard2.0");
}

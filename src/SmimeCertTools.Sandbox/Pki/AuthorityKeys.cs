using System;
using System.Security.Cryptography;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>The keys of a root and of the issuing CA below it, made at run time.</summary>
internal sealed class AuthorityKeys : IDisposable
{
    public RSA Root { get; } = RSA.Create(2048);

    public RSA Issuing { get; } = RSA.Create(2048);

    public void Dispose()
    {
        Root.Dispose();
        Issuing.Dispose();
    }
}

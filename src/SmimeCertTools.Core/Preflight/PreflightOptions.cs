using System.Collections.Generic;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Preflight;

/// <summary>What a PFX is to be used for, and what it is judged by.</summary>
public sealed class PreflightOptions
{
    /// <summary>The user it is for; null when that is not to be looked at.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>
    /// The user's mail addresses. Where there are some, one of them must be in the certificate; the user principal name then
    /// counts only as an address that may be there too.
    /// </summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>The purpose asked for; null to follow each certificate's key usage.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }

    /// <summary>
    /// How an import writes the file anew, which makes the file's own protection and password irrelevant to devices;
    /// unchanged when the very bytes are uploaded. Default Triple DES.
    /// </summary>
    public SmimePfxEncryption Encryption { get; init; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>The connector's key, which bounds the password's length; an RSA key of 2048 bits when null.</summary>
    public ConnectorPublicKey? ConnectorKey { get; init; }

    /// <summary>The padding the password is encrypted with, which bounds its length too. Default OAEP with SHA-512.</summary>
    public UserPfxPaddingScheme Padding { get; init; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>The most iterations of any one key derivation. Default 10,000,000.</summary>
    public int MaxIterations { get; init; } = 10_000_000;

    /// <summary>Whether warnings count as errors. Default false.</summary>
    public bool Strict { get; init; }
}

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>The public key that follows from a private key, or why none does.</summary>
internal sealed class KeyProof
{
    private KeyProof(string? identity, string? unsupported)
    {
        Identity = identity;
        UnsupportedKind = unsupported;
    }

    /// <summary>The key's parts contradict each other.</summary>
    public static KeyProof Inconsistent { get; } = new(null, null);

    /// <summary>
    /// The identity of the public key, as <see cref="Certificates.PublicKey.Identity"/> has it; null when it cannot be computed.
    /// </summary>
    public string? Identity { get; }

    /// <summary>The kind of key that cannot be computed with; null for one that can.</summary>
    public string? UnsupportedKind { get; }

    public static KeyProof Of(string identity) => new(identity, null);

    public static KeyProof Unsupported(string kind) => new(null, kind);
}

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>The public key that follows from a private key, or why none does.</summary>
/// <param name="Identity">
/// The identity of the public key, as <see cref="Certificates.PublicKey.Identity"/> has it; null when it cannot be computed.
/// </param>
/// <param name="UnsupportedKind">The kind of key that cannot be computed with; null for one that can.</param>
internal sealed record KeyProof(string? Identity, string? UnsupportedKind)
{
    /// <summary>The key's parts contradict each other.</summary>
    public static KeyProof Inconsistent { get; } = new(null, null);

    public static KeyProof Of(string identity) => new(identity, null);

    public static KeyProof Unsupported(string kind) => new(null, kind);
}

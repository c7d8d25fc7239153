using System;
using System.Linq;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Seeds;
using Xunit;

namespace SmimeCertTools.Core.Tests.Properties;

/// <summary>Opens files that properties make.</summary>
internal static class OpenedPfx
{
    public static PfxContents Open(byte[] content, string? password)
    {
        using var text = password is null ? SecretText.Absent() : SecretText.Copy(password);
        return PfxReader.Open(content, text);
    }

    public static PfxErrorKind KindOfRefusal(byte[] content, string? password) =>
        Assert.Throws<PfxException>(() => Open(content, password)).Kind;

    /// <summary>
    /// All that a file holds, whatever the order, as text: key pairs with their keys and chains, certificates, loose keys.
    /// </summary>
    public static string Summary(byte[] content, string? password)
    {
        using var contents = Open(content, password);
        var pairs = contents.KeyPairs.Select(pair => "pair " + pair.Certificate.ThumbprintSha256 + " "
            + Convert.ToHexString(pair.PrivateKey.Span) + " " + string.Join(' ', pair.Chain.Select(issuer => issuer.Thumbprint)));
        var certificates = contents.Certificates.Select(certificate => "certificate " + certificate.ThumbprintSha256);
        var loose = contents.UnmatchedKeys.Select(key => "key " + Convert.ToHexString(key.Span));
        return string.Join('\n', pairs.Concat(certificates).Concat(loose).Order(StringComparer.Ordinal));
    }

    public static string Summary(PfxRecipe recipe) => Summary(recipe.Build(), recipe.Password);
}

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>What is in a PFX file, and how it is protected.</summary>
public sealed class SmimePfx
{
    internal SmimePfx(string path, PfxInspection inspection)
    {
        Path = path;
        IsOpened = inspection.IsOpened;
        Certificates = [.. inspection.Certificates.Select(certificate => new SmimePfxCertificate(path, certificate))];
        KeyPairCount = inspection.KeyPairCount;
        UnmatchedKeyCount = inspection.UnmatchedKeyCount;
        Protection = new SmimePfxProtection(inspection);
        Note = Describe(inspection).Visible();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether all that a password protects was opened.</summary>
    public bool IsOpened { get; }

    /// <summary>The certificates, in the file's order; those in clear alone when the file was not opened.</summary>
    public SmimePfxCertificate[] Certificates { get; }

    /// <summary>How many certificates have their private key in the file; null when that is not known.</summary>
    public int? KeyPairCount { get; }

    /// <summary>How many private keys belong to none of the certificates; null when that is not known.</summary>
    public int? UnmatchedKeyCount { get; }

    /// <summary>How the file is protected.</summary>
    public SmimePfxProtection Protection { get; }

    /// <summary>What is not told and why; null when all is.</summary>
    public string? Note { get; }

    /// <summary>The file's name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path).Visible();

    /// <summary>The integrity check; None without one.</summary>
    public string Integrity => Protection.Integrity.ToString();

    /// <summary>File, certificates and key pairs.</summary>
    public override string ToString() => ViewText.Text(
        $"{Path}: {Certificates.Length} certificates, "
        + $"{KeyPairCount?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} key pairs, {Integrity}");

    private static string? Describe(PfxInspection inspection)
    {
        var notes = new List<string>();
        if (inspection.OpenError is { } error)
        {
            notes.Add(error.Message);
        }
        else if (!inspection.IsOpened)
        {
            notes.Add(inspection.UnopenedParts.Count > 0
                ? "The certificates are encrypted. Give -Password to see them."
                : "The private keys are encrypted. Give -Password to see whose they are.");
        }

        if (inspection.RecipientParts > 0)
        {
            notes.Add("A part is encrypted for a recipient's public key: no password opens it.");
        }

        return notes.Count == 0 ? null : string.Join(" ", notes);
    }
}

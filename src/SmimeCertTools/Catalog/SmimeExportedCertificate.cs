using System;
using System.Collections.ObjectModel;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>A certificate that was written to a file, without its private key.</summary>
public sealed class SmimeExportedCertificate
{
    internal SmimeExportedCertificate(CatalogEntry entry, SmimeCertificateFormat format, string path, int issuers)
    {
        UserPrincipalName = entry.UserPrincipalName.Visible();
        EmailAddresses = new TextList(entry.EmailAddresses.Select(address => address.Visible()));
        Subject = entry.Subject.Visible();
        Thumbprint = entry.Thumbprint;
        NotBefore = entry.NotBefore.LocalDateTime;
        NotAfter = entry.NotAfter.LocalDateTime;
        Format = format;
        Path = path;
        IssuerCount = issuers;
    }

    /// <summary>The user; null for an authority.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>The mail addresses in the certificate.</summary>
    public ReadOnlyCollection<string> EmailAddresses { get; }

    /// <summary>The subject.</summary>
    public string? Subject { get; }

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint { get; }

    /// <summary>First moment of validity, in local time.</summary>
    public DateTime NotBefore { get; }

    /// <summary>Last moment of validity, in local time.</summary>
    public DateTime NotAfter { get; }

    /// <summary>The form of the file.</summary>
    public SmimeCertificateFormat Format { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How many issuers are in the file with it.</summary>
    public int IssuerCount { get; }

    /// <summary>The file's name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path).Visible();

    /// <summary>The user, or the subject of an authority.</summary>
    public string Name => UserPrincipalName ?? Subject ?? Thumbprint;

    /// <summary>Whose it is and where it was written.</summary>
    public override string ToString() => ViewText.Text($"{Name} ({Thumbprint}): {FileName}");
}

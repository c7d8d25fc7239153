using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Catalog;

/// <summary>
/// A table of certificates for directories: a line for each certificate, with the values that Active Directory and Exchange keep,
/// in base64.
/// </summary>
internal static class SenderTable
{
    private static readonly string[] Columns =
    [
        "UserPrincipalName", "EmailAddresses", "Thumbprint", "SerialNumber", "Issuer", "NotBefore", "NotAfter",
        "UserCertificate", "UserSMIMECertificate",
    ];

    /// <summary>Makes the table.</summary>
    /// <param name="users">The users with their certificates.</param>
    /// <param name="chainOf">The issuers that go with a certificate into userSMIMECertificate, in DER.</param>
    public static byte[] Write(IEnumerable<SenderUser> users, Func<CatalogEntry, IReadOnlyList<byte[]>> chainOf)
    {
        using var content = new MemoryStream();
        using (var writer = new StreamWriter(
            content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 64 * 1024, leaveOpen: true))
        {
            writer.Write(CsvText.Line(Columns));
            foreach (var user in users)
            {
                foreach (var entry in user.Certificates)
                {
                    writer.Write(CsvText.Line(Cells(user, entry, chainOf(entry)).Select(CsvText.Escape)));
                }
            }
        }

        return content.ToArray();
    }

    private static IEnumerable<string?> Cells(SenderUser user, CatalogEntry entry, IReadOnlyList<byte[]> chain) =>
    [
        user.UserPrincipalName, CatalogFields.Join(entry.EmailAddresses), entry.Thumbprint, entry.SerialNumber, entry.Issuer,
        CatalogFields.Text(entry.NotBefore), CatalogFields.Text(entry.NotAfter),
        Convert.ToBase64String(entry.RawData!), Convert.ToBase64String(CertificateBundle.Write([entry.RawData!, .. chain])),
    ];
}

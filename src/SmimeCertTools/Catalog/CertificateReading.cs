using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Pfx;

namespace SmimeCertTools.Catalog;

/// <summary>
/// Takes certificates from files of any form and from objects of the pipeline. What is wrong with one is told and does not stop
/// the others. For the pipeline thread alone.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="tell">Writes an error.</param>
internal sealed class CertificateReading(PSCmdlet cmdlet, Action<ErrorRecord> tell)
{
    /// <summary>The certificates of the files that paths stand for; wildcards are allowed.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="password">The password of PFX files; null for none.</param>
    /// <param name="parameter">The parameter, for errors.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<List<(string Path, CertificateInfo Certificate)>> ReadFilesAsync(
        IReadOnlyList<string> paths, SecureString? password, string parameter, CancellationToken cancellation)
    {
        List<(string, CertificateInfo)> all = [];
        if (paths.Select(BoundText.ProblemOf).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            tell(InputErrors.Unusable(PathErrors.UnusableId, parameter, wrong));
            return all;
        }

        foreach (var (path, error) in cmdlet.ResolveInput(
            paths, literal: false, () => PathErrors.Missing("certificate file", parameter)))
        {
            if (error is not null)
            {
                tell(error);
                continue;
            }

            try
            {
                using var secret = password is null ? null : SecretText.From(password);
                var (certificates, errors) = await SenderExport.ReadAsync(path!, secret, cancellation);
                all.AddRange(certificates.Select(certificate => (path!, certificate)));
                errors.ToList().ForEach(problem => tell(problem.ToErrorRecord(path)));
            }
            catch (SmimeException problem)
            {
                tell(problem.ToErrorRecord(path));
            }
        }

        return all;
    }

    /// <summary>The certificates of an object of the pipeline that is no file.</summary>
    /// <returns>Null where it may name a file.</returns>
    public List<CatalogEntry>? Take(object item)
    {
        try
        {
            return ObjectMembers.Base(item) switch
            {
                SmimePfx file => [.. file.Certificates.Select(Entry)],
                SmimePfxCertificate certificate => [Entry(certificate)],
                X509Certificate certificate => [CatalogEntry.Of(CertificateReader.Read(certificate.GetRawCertData()))],
                _ => null,
            };
        }
        catch (FormatException)
        {
            tell(CatalogErrors.NoCertificate("is a certificate that cannot be read", item));
            return [];
        }
    }

    /// <summary>The file that an object of the pipeline names; null for none.</summary>
    public static string? PathOf(object item) => ObjectMembers.Base(item) switch
    {
        string text => text,
        FileInfo file => file.FullName,
        _ => ObjectMembers.Find(item, "FullName") as string ?? ObjectMembers.Find(item, "Path") as string,
    };

    private static CatalogEntry Entry(SmimePfxCertificate certificate) =>
        CatalogEntry.Of(CertificateReader.Read(certificate.RawData), certificate.Path);
}

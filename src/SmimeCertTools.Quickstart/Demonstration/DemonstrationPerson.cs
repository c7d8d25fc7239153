using System.Collections.Generic;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Quickstart.Demonstration;

/// <summary>A person of the demonstration and the certificates the person has had.</summary>
/// <param name="Name">The display name.</param>
/// <param name="UserPrincipalName">The user principal name, which is the mail address too.</param>
/// <param name="Certificates">The certificates, oldest first.</param>
internal sealed record DemonstrationPerson(
    string Name, string UserPrincipalName, IReadOnlyList<DemonstrationCertificate> Certificates)
{
    /// <summary>The part of the name before the @; the folder of the person's files.</summary>
    public string Alias => UserPrincipalName.Split('@')[0];

    /// <summary>
    /// Three people as companies have them: separate keys with a long history, a change to separate keys, and a gap.
    /// </summary>
    public static IReadOnlyList<DemonstrationPerson> All { get; } =
    [
        new("Alice Example", "alice@contoso.com",
        [
            new("encryption-1", CertificateUsage.Encryption, FromMonth: -80, ToMonth: -56),
            new("encryption-2", CertificateUsage.Encryption, FromMonth: -57, ToMonth: -33),
            new("encryption-3", CertificateUsage.Encryption, FromMonth: -34, ToMonth: -10),
            new("encryption-4", CertificateUsage.Encryption, FromMonth: -11, ToMonth: 13),
            new("signing", CertificateUsage.Signing, FromMonth: -11, ToMonth: 13),
        ]),
        new("Bob Example", "bob@contoso.com",
        [
            new("dual-use", CertificateUsage.Dual, FromMonth: -40, ToMonth: -4, Purpose: "SmimeEncryption"),
            new("encryption", CertificateUsage.Encryption, FromMonth: -5, ToMonth: 19),
            new("signing", CertificateUsage.Signing, FromMonth: -5, ToMonth: 19),
        ]),
        new("Carol Example", "carol@contoso.com",
        [
            new("encryption-1", CertificateUsage.Encryption, FromMonth: -60, ToMonth: -36),
            new("encryption-2", CertificateUsage.Encryption, FromMonth: -37, ToMonth: -13, IsForgotten: true),
            new("encryption-3", CertificateUsage.Encryption, FromMonth: -14, ToMonth: 10),
        ]),
    ];
}

/// <summary>A certificate of the demonstration.</summary>
/// <param name="FileName">The PFX file's name without extension.</param>
/// <param name="Usage">What its key usage allows.</param>
/// <param name="FromMonth">Start of validity, in months from now.</param>
/// <param name="ToMonth">End of validity, in months from now.</param>
/// <param name="Purpose">The purpose in the CSV file; empty where the key usage decides.</param>
/// <param name="IsForgotten">Whether the CSV file of the import lacks it and only the archive has it.</param>
internal sealed record DemonstrationCertificate(
    string FileName, CertificateUsage Usage, int FromMonth, int ToMonth, string Purpose = "", bool IsForgotten = false);

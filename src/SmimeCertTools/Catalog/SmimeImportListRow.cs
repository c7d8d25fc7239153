using System;
using System.Linq;
using System.Security;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>
/// What New-SmimeImportList found of one file. Path, UserPrincipalName, Password and IntendedPurpose bind to the cmdlets that
/// take PFX files. Times are local, as those of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeImportListRow : IKnown
{
    internal SmimeImportListRow(ImportListRow row)
    {
        var first = row.Certificates.FirstOrDefault();
        Path = row.Path;
        Status = row.Status;
        UserPrincipalName = row.UserPrincipalName.Visible();
        IntendedPurpose = row.Purpose;
        Thumbprint = first?.Thumbprint;
        Thumbprints = [.. row.Certificates.Select(certificate => certificate.Thumbprint)];
        Subject = first?.Subject;
        NotBefore = first?.NotBefore.LocalDateTime;
        NotAfter = first?.NotAfter.LocalDateTime;
        Password = row.PasswordFile is null ? row.Password?.ToSecureString() : null;
        PasswordFile = row.PasswordFile;
        AllowOtherAddress = row.AllowOtherAddress;
        PasswordLine = row.PasswordLine;
        PasswordsTried = row.Tried;
        ErrorId = row.Error?.ErrorId;
        Message = row.Message.Visible();
    }

    /// <summary>The PFX file's full path.</summary>
    public string Path { get; }

    /// <summary>What became of it. What is Matched stands in the list.</summary>
    public SmimeImportListStatus Status { get; }

    /// <summary>The user; null when nobody is known.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>The purpose; null to follow the key usage of each of its certificates, or when it is not known.</summary>
    public UserPfxPurpose? IntendedPurpose { get; }

    /// <summary>SHA-1 thumbprint of its certificate, 40 upper-case hexadecimal digits; of the first of several.</summary>
    public string? Thumbprint { get; }

    /// <summary>The thumbprints of all certificates in it that have their private key.</summary>
    public string[] Thumbprints { get; }

    /// <summary>The subject of the certificate; of the first of several.</summary>
    public string? Subject { get; }

    /// <summary>First moment of that certificate's validity.</summary>
    public DateTime? NotBefore { get; }

    /// <summary>Last moment of that certificate's validity.</summary>
    public DateTime? NotAfter { get; }

    /// <summary>The password that opens it; null when none is known, and where PasswordFile has it.</summary>
    public SecureString? Password { get; }

    /// <summary>The file that the password stands in; null where it stands in none of its own.</summary>
    public string? PasswordFile { get; }

    /// <summary>Whether the certificate is taken although it names none of the user's addresses.</summary>
    public bool AllowOtherAddress { get; }

    /// <summary>The line of the list of passwords, from 1; null for a password that came otherwise.</summary>
    public int? PasswordLine { get; }

    /// <summary>How many passwords were tried on it.</summary>
    public int PasswordsTried { get; }

    /// <summary>The identifier of the error; null without one.</summary>
    public string? ErrorId { get; }

    /// <summary>Why it does not stand in the list; null when it does.</summary>
    public string? Message { get; }

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose? Purpose => IntendedPurpose;

    /// <summary>The file's name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path).Visible();

    /// <summary>The file and what became of it.</summary>
    public override string ToString() => ViewText.Text(
        $"{Path}: {Status}{(UserPrincipalName is null ? null : $", {UserPrincipalName}")}"
        + $"{(Purpose is { } purpose ? $", {purpose}" : null)}");

    void IKnown.Remember(KnownNames names)
    {
        if (Status == SmimeImportListStatus.Matched && UserPrincipalName is { } user)
        {
            names.Add(KnownNameKind.User, user, Path);
        }
    }
}

using System;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Types;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Brings Core's enumerations to those that users touch and back. Purposes and paddings have the same numbers on both sides
/// (Graph's), and so have capabilities (bits); the others are mapped by name.
/// </summary>
internal static class ModelConvert
{
    public static UserPfxPurpose Purpose(IntendedPurpose value) => (UserPfxPurpose)(int)value;

    public static IntendedPurpose Purpose(UserPfxPurpose value) => (IntendedPurpose)(int)value;

    public static UserPfxPaddingScheme Padding(PaddingScheme value) => (UserPfxPaddingScheme)(int)value;

    public static PaddingScheme Padding(UserPfxPaddingScheme value) => (PaddingScheme)(int)value;

    public static SmimePfxEncryption Encryption(PfxEncryptionScheme value) => value switch
    {
        PfxEncryptionScheme.TripleDesSha1 => SmimePfxEncryption.TripleDesSha1,
        PfxEncryptionScheme.Aes256Sha256 => SmimePfxEncryption.Aes256Sha256,
        _ => throw Unmapped(value),
    };

    /// <summary>The scheme to write with; null for <see cref="SmimePfxEncryption.Unchanged"/>.</summary>
    public static PfxEncryptionScheme? Encryption(SmimePfxEncryption value) => value switch
    {
        SmimePfxEncryption.Unchanged => null,
        SmimePfxEncryption.TripleDesSha1 => PfxEncryptionScheme.TripleDesSha1,
        SmimePfxEncryption.Aes256Sha256 => PfxEncryptionScheme.Aes256Sha256,
        _ => throw Unmapped(value),
    };

    public static SmimeImportStatus Status(ImportStatus value) => value switch
    {
        ImportStatus.Imported => SmimeImportStatus.Imported,
        ImportStatus.AlreadyPresent => SmimeImportStatus.AlreadyPresent,
        ImportStatus.Updated => SmimeImportStatus.Updated,
        ImportStatus.Failed => SmimeImportStatus.Failed,
        ImportStatus.Outdated => SmimeImportStatus.Outdated,
        ImportStatus.NotAttempted => SmimeImportStatus.NotAttempted,
        _ => throw Unmapped(value),
    };

    public static ImportStatus Status(SmimeImportStatus value) => value switch
    {
        SmimeImportStatus.Imported => ImportStatus.Imported,
        SmimeImportStatus.AlreadyPresent => ImportStatus.AlreadyPresent,
        SmimeImportStatus.Updated => ImportStatus.Updated,
        SmimeImportStatus.Failed => ImportStatus.Failed,
        SmimeImportStatus.Outdated => ImportStatus.Outdated,
        SmimeImportStatus.NotAttempted => ImportStatus.NotAttempted,
        _ => throw Unmapped(value),
    };

    public static SmimeCertState State(CertificateState value) => value switch
    {
        CertificateState.Current => SmimeCertState.Current,
        CertificateState.Superseded => SmimeCertState.Superseded,
        CertificateState.Expired => SmimeCertState.Expired,
        CertificateState.NotYetValid => SmimeCertState.NotYetValid,
        _ => throw Unmapped(value),
    };

    public static SmimeCertLocation Location(CertificateLocation value) => value switch
    {
        CertificateLocation.Intune => SmimeCertLocation.Intune,
        CertificateLocation.Both => SmimeCertLocation.Both,
        CertificateLocation.IntuneOnly => SmimeCertLocation.IntuneOnly,
        CertificateLocation.ArchiveOnly => SmimeCertLocation.ArchiveOnly,
        _ => throw Unmapped(value),
    };

    public static SmimeFindingSeverity Severity(FindingSeverity value) => value switch
    {
        FindingSeverity.Information => SmimeFindingSeverity.Information,
        FindingSeverity.Warning => SmimeFindingSeverity.Warning,
        FindingSeverity.Error => SmimeFindingSeverity.Error,
        _ => throw Unmapped(value),
    };

    public static SmimeCertCapability Capability(SmimeCapability value) => (SmimeCertCapability)(int)value;

    public static SmimeConnectorKeyCheck Check(ConnectorKeyCheck value) => value switch
    {
        ConnectorKeyCheck.Passed => SmimeConnectorKeyCheck.Passed,
        ConnectorKeyCheck.Failed => SmimeConnectorKeyCheck.Failed,
        ConnectorKeyCheck.Unknown => SmimeConnectorKeyCheck.Unknown,
        _ => throw Unmapped(value),
    };

    /// <summary>A member that one enumeration has and its twin has not.</summary>
    public static ArgumentOutOfRangeException Unmapped(Enum value) =>
        new(nameof(value), value, "This value has no counterpart.");
}

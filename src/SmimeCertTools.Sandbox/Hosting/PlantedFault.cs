namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>What can be wrong with the sample deployment, one thing each; named after the check that finds it.</summary>
public enum PlantedFault
{
    /// <summary>There is no connector.</summary>
    ConnectorMissing,

    /// <summary>One of two connectors is inactive.</summary>
    ConnectorInactive,

    /// <summary>A connector was last heard of days ago.</summary>
    ConnectorSilent,

    /// <summary>A connector is out of support.</summary>
    ConnectorVersion,

    /// <summary>The two lists of connectors name different versions.</summary>
    ConnectorContradiction,

    /// <summary>A record names no connector key.</summary>
    ConnectorKeyUnnamed,

    /// <summary>Records name two connector keys.</summary>
    ConnectorKeySeveral,

    /// <summary>A platform lacks the issuing CA.</summary>
    TrustedRootMissing,

    /// <summary>A platform has the issuing CA and not the root above it.</summary>
    TrustedRootIncomplete,

    /// <summary>The issuing CA's certificate on a platform ends in a month.</summary>
    TrustedRootExpiring,

    /// <summary>An intermediate goes to the store of roots.</summary>
    TrustedRootStore,

    /// <summary>A platform has no profile of imported certificates.</summary>
    ImportedProfileMissing,

    /// <summary>A Mac's profile delivers to the device.</summary>
    ImportedProfileChannel,

    /// <summary>There is a profile of the deprecated type.</summary>
    ImportedProfileDeprecated,

    /// <summary>On a platform nothing brings signing certificates.</summary>
    SigningMissing,

    /// <summary>A PKCS profile names no template.</summary>
    SigningProfileIncomplete,

    /// <summary>A PKCS profile puts no address into certificates.</summary>
    SigningProfileAddress,

    /// <summary>A PKCS profile has a CA issue that devices do not trust.</summary>
    SigningProfileRoot,

    /// <summary>A profile of imported certificates is assigned to nobody.</summary>
    ProfileUnassigned,

    /// <summary>A trusted certificate reaches fewer people than the certificates.</summary>
    AssignmentRoot,

    /// <summary>An e-mail profile reaches somebody whom no certificate reaches.</summary>
    AssignmentMail,

    /// <summary>A user with certificates is in an excluded group.</summary>
    AssignmentExcluded,

    /// <summary>A filter narrows a trusted certificate and not the certificates.</summary>
    AssignmentFilter,

    /// <summary>A profile is assigned to a group that was deleted.</summary>
    AssignmentGroupGone,

    /// <summary>A user with certificates is in no group.</summary>
    UserNotReached,

    /// <summary>Nothing turns S/MIME on in Outlook on Android.</summary>
    MailClient,

    /// <summary>A configuration turns S/MIME off.</summary>
    MailClientOff,

    /// <summary>An e-mail profile is bound to no encryption certificates.</summary>
    MailProfileUnbound,

    /// <summary>A user has only an encryption certificate that has expired.</summary>
    EncryptionMissing,

    /// <summary>No encryption certificate covers some weeks.</summary>
    EncryptionGap,

    /// <summary>A certificate ends soon and none follows.</summary>
    CertificateExpiring,

    /// <summary>A user's only signing certificate has expired, and none is issued.</summary>
    SigningExpired,

    /// <summary>Two users have the same certificate.</summary>
    CertificateShared,

    /// <summary>A password is protected with a padding that is no longer supported.</summary>
    RecordPadding,

    /// <summary>A record has no purpose.</summary>
    RecordPurpose,

    /// <summary>A user has thirteen certificates.</summary>
    CertificateCount,

    /// <summary>A user with records was deleted.</summary>
    RecordUserUnknown,

    /// <summary>A user was renamed.</summary>
    RecordFormerName,

    /// <summary>A record under a user's name belongs to another account.</summary>
    RecordEarlierAccount,

    /// <summary>A certificate of the archive was not imported.</summary>
    ArchiveNotImported,

    /// <summary>A certificate in Intune is not in the archive.</summary>
    RecordNotArchived,

    /// <summary>A device could not install a certificate.</summary>
    CertificateFailed,

    /// <summary>A device has waited for a certificate for days.</summary>
    CertificatePending,
}

using System;
using System.Formats.Asn1;
using System.Globalization;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.Core.Records;

/// <summary>
/// Checks prepared records before they are sent. The service answers a malformed one with a generic 400, or takes it and cannot
/// delete it again (a thumbprint in an unusual form), so it must not come to that.
/// </summary>
public static class UserPfxRecordValidator
{
    /// <summary>Checks that <paramref name="record"/> is complete and well-formed.</summary>
    /// <exception cref="ImportException">
    /// It is not (<see cref="ImportErrorKind.RecordInvalid"/>); the message names the member.
    /// </exception>
    public static void Validate(UserPfxRecord record)
    {
        Guard.NotNull(record);

        // A record may come from a file that people have edited: members the compiler takes for present can be null.
        if (UserPrincipalNames.FindProblem(record.UserPrincipalName) is { } problem)
        {
            throw Invalid(record, nameof(UserPfxRecord.UserPrincipalName), problem);
        }

        if (!Thumbprint.IsNormalized(record.Thumbprint))
        {
            throw Invalid(record, nameof(UserPfxRecord.Thumbprint), "it is not 40 upper-case hexadecimal digits");
        }

        ValidatePurpose(record);
        ValidateDates(record);
        ValidateKey(record);
        ValidateBlob(record);
        ValidatePassword(record);
    }

    private static void ValidatePurpose(UserPfxRecord record)
    {
        if (!IntendedPurposes.IsSupported(record.IntendedPurpose))
        {
            throw Invalid(
                record,
                nameof(UserPfxRecord.IntendedPurpose),
                $"Intune takes no imported certificates for {record.IntendedPurpose}; use SmimeEncryption or SmimeSigning");
        }
    }

    private static void ValidateDates(UserPfxRecord record)
    {
        if (record.StartDateTime == default)
        {
            throw Invalid(record, nameof(UserPfxRecord.StartDateTime), "it is missing");
        }

        if (record.ExpirationDateTime <= record.StartDateTime)
        {
            throw Invalid(record, nameof(UserPfxRecord.ExpirationDateTime), "it is missing or not after StartDateTime");
        }
    }

    private static void ValidateKey(UserPfxRecord record)
    {
        if (string.IsNullOrWhiteSpace(record.ProviderName))
        {
            throw Invalid(record, nameof(UserPfxRecord.ProviderName), "it is empty; give the connectors' key storage provider");
        }

        if (string.IsNullOrWhiteSpace(record.KeyName))
        {
            throw Invalid(record, nameof(UserPfxRecord.KeyName), "it is empty; give the key's name in the provider");
        }

        if (!RsaOaep.IsSupported(record.PaddingScheme))
        {
            throw Invalid(
                record,
                nameof(UserPfxRecord.PaddingScheme),
                $"Intune no longer accepts {record.PaddingScheme}; protect the password again with OaepSha512, OaepSha384 or "
                + "OaepSha256");
        }
    }

    private static void ValidateBlob(UserPfxRecord record)
    {
        if (record.EncryptedPfxBlob is not { Length: > 1 } blob)
        {
            throw Invalid(
                record,
                nameof(UserPfxRecord.EncryptedPfxBlob),
                "there is no PFX in it; the service does not give one back, so start from the file");
        }

        if (!IsSequence(blob))
        {
            throw Invalid(record, nameof(UserPfxRecord.EncryptedPfxBlob), "it is no PFX, or not all of one");
        }
    }

    private static bool IsSequence(byte[] blob)
    {
        try
        {
            // BER, not DER: Windows and NSS write PFX files with indefinite lengths.
            AsnDecoder.ReadSequence(blob, AsnEncodingRules.BER, out _, out var length, out _);
            return length > 0;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static void ValidatePassword(UserPfxRecord record)
    {
        const string Member = nameof(UserPfxRecord.EncryptedPfxPassword);
        if (string.IsNullOrWhiteSpace(record.EncryptedPfxPassword))
        {
            throw Invalid(record, Member, "there is none; the service does not give one back, so start from the file");
        }

        int length;
        try
        {
            length = Convert.FromBase64String(record.EncryptedPfxPassword!).Length;
        }
        catch (FormatException exception)
        {
            throw Invalid(record, Member, "it is not base64", exception);
        }

        if (length is < ConnectorPublicKey.MinimumKeySize / 8 or > ConnectorPublicKey.MaximumKeySize / 8)
        {
            throw Invalid(
                record,
                Member,
                string.Format(
                    CultureInfo.InvariantCulture,
                    "{0} bytes cannot be the result of an RSA key of {1} to {2} bits",
                    length,
                    ConnectorPublicKey.MinimumKeySize,
                    ConnectorPublicKey.MaximumKeySize));
        }
    }

    private static ImportException Invalid(UserPfxRecord record, string member, string problem, Exception? cause = null)
    {
        var who = string.IsNullOrWhiteSpace(record.UserPrincipalName) ? "without a user" : $"of '{record.UserPrincipalName}'";
        var which = string.IsNullOrWhiteSpace(record.Thumbprint) ? string.Empty : $" (certificate {record.Thumbprint})";
        return new ImportException(
            ImportErrorKind.RecordInvalid,
            $"The record {who}{which} cannot be sent: {member}: {problem}. Make the record again from the PFX file.",
            record.UserPrincipalName ?? record.Thumbprint,
            cause);
    }
}

using System;
using System.Formats.Asn1;
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

        if (FindProblem(record) is ({ } member, { } problem))
        {
            var who = string.IsNullOrWhiteSpace(record.UserPrincipalName) ? "without a user" : $"of '{record.UserPrincipalName}'";
            var which = string.IsNullOrWhiteSpace(record.Thumbprint) ? string.Empty : $" (certificate {record.Thumbprint})";
            throw new ImportException(
                ImportErrorKind.RecordInvalid,
                $"The record {who}{which} cannot be sent: {member}: {problem}. Make the record again from the PFX file.",
                record.UserPrincipalName ?? record.Thumbprint);
        }
    }

    // A record may come from a file that people have edited: members the compiler takes for present can be null.
    private static (string? Member, string? Problem) FindProblem(UserPfxRecord record) => record switch
    {
        { UserPrincipalName: var user } when UserPrincipalNames.FindProblem(user) is { } problem =>
            (nameof(record.UserPrincipalName), problem),
        { Thumbprint: var thumbprint } when !Thumbprint.IsNormalized(thumbprint) =>
            (nameof(record.Thumbprint), "it is not 40 upper-case hexadecimal digits"),
        { IntendedPurpose: var purpose } when !IntendedPurposes.IsSupported(purpose) => (
            nameof(record.IntendedPurpose),
            $"Intune takes no imported certificates for {purpose}; use SmimeEncryption or SmimeSigning"),
        { StartDateTime: var start } when start == default => (nameof(record.StartDateTime), "it is missing"),
        { ExpirationDateTime: var end } when end <= record.StartDateTime =>
            (nameof(record.ExpirationDateTime), "it is missing or not after StartDateTime"),
        { ProviderName: var provider } when string.IsNullOrWhiteSpace(provider) =>
            (nameof(record.ProviderName), "it is empty; give the connectors' key storage provider"),
        { KeyName: var key } when string.IsNullOrWhiteSpace(key) =>
            (nameof(record.KeyName), "it is empty; give the key's name in the provider"),
        { PaddingScheme: var padding } when !RsaOaep.IsSupported(padding) => (
            nameof(record.PaddingScheme),
            $"Intune no longer accepts {padding}; protect the password again with OaepSha512, OaepSha384 or OaepSha256"),
        { EncryptedPfxBlob: not { Length: > 1 } } => (
            nameof(record.EncryptedPfxBlob),
            "there is no PFX in it; the service does not give one back, so start from the file"),
        { EncryptedPfxBlob: var blob } when !IsSequence(blob!) =>
            (nameof(record.EncryptedPfxBlob), "it is no PFX, or not all of one"),
        _ when FindProblemOfPassword(record.EncryptedPfxPassword) is { } problem =>
            (nameof(record.EncryptedPfxPassword), problem),
        _ => default,
    };

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

    private static string? FindProblemOfPassword(string? password)
    {
        if (string.IsNullOrWhiteSpace(password))
        {
            return "there is none; the service does not give one back, so start from the file";
        }

        try
        {
            var length = Convert.FromBase64String(password!).Length;
            return length is >= ConnectorPublicKey.MinimumKeySize / 8 and <= ConnectorPublicKey.MaximumKeySize / 8 ? null
                : FormattableString.Invariant(
                    $"{length} bytes cannot be the result of an RSA key of {ConnectorPublicKey.MinimumKeySize} to ")
                    + $"{ConnectorPublicKey.MaximumKeySize} bits";
        }
        catch (FormatException)
        {
            return "it is not base64";
        }
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Messages.Reading;

namespace SmimeCertTools.Core.Messages;

/// <summary>What it comes to, for recipients and for signers, in one place; and the words of it.</summary>
internal static class MessageVerdicts
{
    private const int MostNamed = 3;

    /// <summary>Whether something else than a certificate opens the message.</summary>
    public static bool IsWithoutCertificate(MessageRecipient recipient) => recipient.Kind
        is MessageRecipientKind.Password or MessageRecipientKind.SharedKey or MessageRecipientKind.Other;

    /// <summary>Whether a recipient can open the message.</summary>
    public static SmimeMessageVerdict Of(MessageCheck check, MessageRecipient recipient, bool isOtherUser)
    {
        if (IsWithoutCertificate(recipient))
        {
            return SmimeMessageVerdict.NoCertificate;
        }

        return isOtherUser ? SmimeMessageVerdict.OtherUser : check.InIntune switch
        {
            true when check.Devices?.Any(DeliveredCertificates.IsThere) == true => SmimeMessageVerdict.Delivered,
            true when check.Devices?.Any(DeliveredCertificates.IsFailed) == true => SmimeMessageVerdict.DeliveryFailed,
            true => SmimeMessageVerdict.InIntune,
            false => check.InArchive == true ? SmimeMessageVerdict.InArchiveOnly : SmimeMessageVerdict.NotFound,
            null => check.InArchive == true ? SmimeMessageVerdict.InArchive : SmimeMessageVerdict.Unknown,
        };
    }

    /// <summary>What a signature is worth.</summary>
    public static SmimeMessageVerdict Of(MessageCheck check, MessageSigner signer) => signer.State switch
    {
        MessageSignatureState.NotChecked => SmimeMessageVerdict.SignatureNotChecked,
        not MessageSignatureState.Verified => SmimeMessageVerdict.SignatureInvalid,
        _ when check.ValidThen == false => SmimeMessageVerdict.SignerNotValid,
        _ when check.RootDeployed == false => SmimeMessageVerdict.RootNotDeployed,
        _ => SmimeMessageVerdict.SignatureValid,
    };

    /// <summary>What a recipient's verdict means, and what can be done.</summary>
    public static string Advice(MessageCheck check, MessageRecipient recipient)
    {
        var user = check.UserPrincipalName ?? "the user";
        return check.Verdict switch
        {
            SmimeMessageVerdict.NoCertificate => recipient.Kind switch
            {
                MessageRecipientKind.Password => "A password opens the message: ask the sender for it.",
                MessageRecipientKind.SharedKey => "A key that sender and recipient share opens the message, and no certificate.",
                _ => $"The key is given in a way that is not known here ({recipient.KeyEncryption}).",
            },
            SmimeMessageVerdict.OtherUser => check.Certificate!.UserPrincipalName is { } owner
                ? $"The certificate is {owner}'s."
                : $"The certificate is made out to {string.Join(", ", check.Certificate.Names)}.",
            SmimeMessageVerdict.Delivered =>
                $"Intune has it for {user}, and it is on {Devices(check, DeliveredCertificates.IsThere)}. If the mail does not "
                + "open there, choose the certificate in the mail program's S/MIME settings.",
            SmimeMessageVerdict.DeliveryFailed =>
                $"Intune has it for {user}, and {Devices(check, DeliveredCertificates.IsFailed)} failed to install it. Look into "
                + "the certificate connector's event log and the device's error.",
            SmimeMessageVerdict.InIntune when check.Devices is null =>
                $"Intune has it for {user}. Which devices have it could not be read.",
            SmimeMessageVerdict.InIntune => $"Intune has it for {user}, and no device reports it yet. Devices ask every eight "
                + "hours; check that a profile for imported certificates reaches the user.",
            SmimeMessageVerdict.InArchiveOnly => $"The archive has it, and Intune does not have it for {user}: import "
                + (check.Certificate?.Path is { } file ? $"'{file}'." : "its file."),
            SmimeMessageVerdict.InArchive => "The archive has it"
                + (check.Certificate?.Path is { } path ? $" in '{path}'" : string.Empty)
                + (check.UserPrincipalName is null
                    ? ", and tells no user of the tenant." : ". Sign in to see whether Intune has it."),
            SmimeMessageVerdict.NotFound => $"Intune does not have it for {user}"
                + (check.InArchive == false ? ", nor does the archive. " : ". ")
                + $"Recover the key of certificate {Name(recipient)} from the CA or a backup, or ask the sender to encrypt anew "
                + "for a certificate that the user has.",
            _ => Unknown(check, recipient),
        };
    }

    /// <summary>What a signer's verdict means, and what can be done.</summary>
    public static string Advice(MessageCheck check, MessageSigner signer)
    {
        var text = check.Verdict switch
        {
            SmimeMessageVerdict.SignatureNotChecked => $"The signature was not checked: {signer.Problem}.",
            SmimeMessageVerdict.SignatureInvalid => signer.State == MessageSignatureState.ContentChanged
                ? "The content is not what was signed: it was changed on the way, by a disclaimer or a scanner perhaps, or when "
                    + "the mail was saved."
                : $"The signature is not of this certificate{(signer.Problem is null ? string.Empty : ": " + signer.Problem)}.",
            SmimeMessageVerdict.SignerNotValid =>
                $"The content is as it was signed. The certificate was not valid {When(check, signer)}: it is valid from "
                + $"{Date(check.Certificate!.NotBefore)} to {Date(check.Certificate.NotAfter)}.",
            SmimeMessageVerdict.RootNotDeployed => "The content is as it was signed. No trusted-root profile has the root that "
                + $"the certificate leads to ('{check.Root}'), so devices call the signer unknown unless they trust it "
                + "otherwise.",
            _ => "The content is as it was signed" + (check.RootDeployed == true
                ? $", and '{string.Join("', '", check.RootProfiles)}' makes devices trust the root."
                : ". Whether a profile makes devices trust the root is not known without signing in."),
        };
        return text + Sender(check);
    }

    private static string Unknown(MessageCheck check, MessageRecipient recipient) => check switch
    {
        { Thumbprint: null, InArchive: false } =>
            $"The archive does not know certificate {Name(recipient)}, and nothing tells whether a record in Intune is of it.",
        { Thumbprint: null } =>
            $"Nothing tells more of certificate {Name(recipient)}: give an archive or a catalogue that knows it.",
        _ => "Sign in to see whether Intune has the certificate.",
    };

    private static string Sender(MessageCheck check) =>
        check.Certificate is { } certificate && check.Message.From is { } from && certificate.EmailAddresses.Count > 0
        && !certificate.EmailAddresses.Contains(from, Records.MailAddresses.Comparer)
            ? $" The mail says that it is from {from}, and the certificate is made out to "
                + $"{string.Join(", ", certificate.EmailAddresses)}."
            : string.Empty;

    private static string When(MessageCheck check, MessageSigner signer) => signer.SigningTime is { } time
        ? $"when it signed, on {Date(time)}" : $"on the mail's date, {Date(check.Message.Date!.Value)}";

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Name(MessageRecipient recipient) => recipient.KeyIdentifier is { } key
        ? $"with key identifier {key}" : $"{recipient.SerialNumber} of '{recipient.Issuer}'";

    private static string Devices(MessageCheck check, Func<Graph.Intune.DeviceCertificateState, bool> isMeant)
    {
        List<string> names =
        [
            .. check.Devices!.Where(isMeant).Select(state => state.DeviceName ?? "a device without name")
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return names.Count <= MostNamed ? string.Join(", ", names)
            : FormattableString.Invariant($"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more");
    }
}

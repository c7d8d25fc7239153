using System;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>The words of what can be wrong with a message.</summary>
internal static class MessageErrors
{
    private const string AskAgain = "Save the message again as it came, or ask for it to be sent again.";

    /// <summary>What stands in a sentence for the message.</summary>
    public static string Name(string? path) => path is null ? "The message" : $"'{path}'";

    public static MessageException Exceeded(string? path, string what) => new(MessageErrorKind.LimitExceeded,
        $"{Name(path)} is not read: {what}. No mail program writes such a message; do not open it elsewhere either.", path);

    public static MessageException TooLarge(string? path, long limit) => new(MessageErrorKind.LimitExceeded,
        FormattableString.Invariant($"{Name(path)} is larger than {limit >> 20} MB, which no mail server delivers. ")
            + "Name the message itself, not a mailbox or an archive.", path);

    public static MessageException Broken(string? path, string place, DerException cause) =>
        Broken(path, place, cause, "CMS structure (RFC 5652)");

    public static MessageException BrokenTnef(string? path, string place, DerException cause) =>
        Broken(path, place, cause, "file in TNEF (MS-OXTNEF)");

    private static MessageException Broken(string? path, string place, DerException cause, string wanted) => cause.Fault switch
    {
        DerFault.Truncated => new(MessageErrorKind.Truncated, $"{Name(path)} is cut off in {place}. {AskAgain}", path),
        DerFault.TooDeep => Exceeded(path, $"{place} has elements nested too deep"),
        _ => new(MessageErrorKind.Damaged,
            $"{Name(path)} is damaged: {place} is no {wanted}, or a broken one. {AskAgain}", path),
    };

    public static MessageException Unsupported(string? path, string place, string what) => new(MessageErrorKind.Unsupported,
        $"{Name(path)}: {place} is {what}, which has neither recipients nor a signer: no certificate opens it.", path);

    public static MessageException NotRecognized(string? path, string what) => new(MessageErrorKind.NotRecognized,
        $"{Name(path)} is no mail: {what}. Expected is a message in MIME form (.eml), or its S/MIME part (.p7m, .p7s) in "
            + "DER, PEM or base64.", path);

    public static MessageException OutlookItem(string? path) => new(MessageErrorKind.OutlookItem,
        $"{Name(path)} is an item in Outlook's own format (.msg), which lacks the message as it was sent. Save it as .eml: "
            + "drag it from new Outlook or from Outlook on the web into a folder, or open it there and choose Save as or "
            + "Download. Classic Outlook does not write .eml.", path);

    public static MessageException Mailbox(string? path) => new(MessageErrorKind.Mailbox,
        $"{Name(path)} is a mailbox (mbox), which holds one mail after the other. Save the mail in question by itself, as .eml.",
        path);

    public static MessageException Tnef(string? path) => new(MessageErrorKind.Tnef,
        $"{Name(path)} is wrapped in winmail.dat (TNEF), in which Outlook and Exchange write mail for each other only, and no "
            + "S/MIME is left in it. The sender's Exchange must not use rich text format to this recipient (Exchange: remote "
            + "domains, TNEF; Outlook: the contact's internet format); then ask for the message to be sent again.", path);

    public static MessageException NotSmime(string? path, string? insteadOf) => new(MessageErrorKind.NotSmime,
        $"{Name(path)} is {insteadOf ?? "a plain mail"}: it is neither encrypted nor signed by S/MIME, and no certificate is "
            + "needed to read it.", path);

    public static MessageException Pgp(string? path) => new(MessageErrorKind.NotSmime,
        $"{Name(path)} is protected by OpenPGP, and not by S/MIME: its recipient needs a PGP key, and no certificate.", path);

    public static MessageException CertificatesOnly(string? path, int count) => new(MessageErrorKind.NotSmime,
        FormattableString.Invariant($"{Name(path)} carries {count} certificates and no message (PKCS#7, certificates only): ")
            + "it is neither encrypted nor signed.", path);

    public static MessageException Unreadable(string path, InputFault fault, Exception? cause) => new(
        MessageErrorKind.Unreadable, $"The message '{path}' cannot be read: " + fault switch
        {
            InputFault.Folder => "it is a folder. Name the message itself.",
            InputFault.NotFound => "it does not exist. Check the path." + VisibleText.HintOfPath(path),
            InputFault.Denied => "access is denied. Run as an account that may read it, or change its permissions.",
            InputFault.Other => cause!.Message + ". " + FileKind.Advice,
            InputFault.InUse => "another program has it open. " + HeldFile.Advice,
            _ => cause!.Message.TrimEnd('.') + ". Check the path and the disk.",
        }, path, cause);
}

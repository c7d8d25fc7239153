using System;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Messages;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Messages;

/// <summary>
/// A certificate that a message names, or what stands in its place: a recipient, who can open the message with its key, or a
/// signer. What is not known is null. Times are local.
/// </summary>
public sealed class SmimeMessageCertificate : IKnown
{
    private readonly MessageCheck _check;

    internal SmimeMessageCertificate(MessageCheck check, string? nextStep) => (_check, NextStep) = (check, nextStep.Visible());

    /// <summary>The message's file.</summary>
    public string? MessagePath => _check.Message.Path;

    /// <summary>The name of that file.</summary>
    public string FileName => (System.IO.Path.GetFileName(MessagePath) ?? string.Empty).Visible();

    /// <summary>The message's subject.</summary>
    public string? MessageSubject => _check.Message.Subject.Visible();

    /// <summary>The sender's address.</summary>
    public string? From => _check.Message.From.Visible();

    /// <summary>The encrypted or signed part of the message, from 1, the outer before the inner.</summary>
    public int Layer => _check.Layer.Number;

    /// <summary>Where that part was found.</summary>
    public string Part => _check.Layer.Place.Visible();

    /// <summary>Recipient or signer.</summary>
    public SmimeMessageRole Role => _check.Role;

    /// <summary>What it comes to.</summary>
    public SmimeMessageVerdict Verdict => _check.Verdict;

    /// <summary>
    /// Who: the certificate's first address, else its subject; where the certificate is not known, what the message says of it.
    /// </summary>
    public string Name => (_check.Certificate is { } certificate
        ? certificate.Names.FirstOrDefault() ?? certificate.UserPrincipalName ?? certificate.Subject ?? certificate.Thumbprint
        : Recipient?.Kind switch
        {
            MessageRecipientKind.Password => "(a password)",
            MessageRecipientKind.SharedKey => "(a shared key)",
            MessageRecipientKind.Other => "(unknown)",
            _ => KeyIdentifier is { } key ? $"key {key}" : $"{SerialNumber} of {Issuer}",
        }).Visible();

    /// <summary>The user whose records in Intune were looked at; of another user's certificate whom the archive names.</summary>
    public string? UserPrincipalName => _check.UserPrincipalName.Visible();

    /// <summary>The certificate's subject.</summary>
    public string? CertificateSubject => (_check.Certificate?.Subject).Visible();

    /// <summary>The certificate's mail addresses.</summary>
    public string[] EmailAddresses => [.. (_check.Certificate?.EmailAddresses ?? []).Select(address => address.Visible())];

    /// <summary>The certificate's issuer.</summary>
    public string? Issuer => (_check.Id.Issuer ?? _check.Certificate?.Issuer).Visible();

    /// <summary>The certificate's serial number, hexadecimal.</summary>
    public string? SerialNumber => (_check.Id.SerialNumber ?? _check.Certificate?.SerialNumber).Visible();

    /// <summary>The certificate's key identifier, hexadecimal; of a shared key its own.</summary>
    public string? KeyIdentifier => (_check.Id.KeyIdentifier ?? _check.Certificate?.SubjectKeyIdentifier).Visible();

    /// <summary>The certificate's SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string? Thumbprint => _check.Thumbprint.Visible();

    /// <summary>First moment of the certificate's validity.</summary>
    public DateTime? NotBefore => _check.Certificate?.NotBefore.LocalDateTime;

    /// <summary>Last moment of the certificate's validity.</summary>
    public DateTime? NotAfter => _check.Certificate?.NotAfter.LocalDateTime;

    /// <summary>How the message's key is encrypted for a recipient.</summary>
    public string? KeyEncryption => Recipient?.KeyEncryption;

    /// <summary>With key agreement, what names the sender's key.</summary>
    public string? Originator => (Recipient?.Originator).Visible();

    /// <summary>How the content is encrypted.</summary>
    public string? ContentEncryption => (_check.Layer as EncryptedLayer)?.ContentEncryption;

    /// <summary>The digest that a signer signed.</summary>
    public string? DigestAlgorithm => Signer?.DigestAlgorithm;

    /// <summary>A signer's signature algorithm.</summary>
    public string? SignatureAlgorithm => Signer?.SignatureAlgorithm;

    /// <summary>What is known of the signature: Verified, ContentChanged, Wrong or NotChecked.</summary>
    public string? Signature => Signer?.State.ToString();

    /// <summary>When it was signed, as the signer says.</summary>
    public DateTime? SigningTime => Signer?.SigningTime?.LocalDateTime;

    /// <summary>Whether a signer's certificate was valid then, or on the mail's date where the signer does not say.</summary>
    public bool? ValidThen => _check.ValidThen;

    /// <summary>Whether the certificate is valid now. For opening old mail that does not matter.</summary>
    public bool? ValidNow => _check.ValidNow;

    /// <summary>The root that a signer's certificate leads to, or the last issuer that was found.</summary>
    public string? Root => _check.Root.Visible();

    /// <summary>Whether a trusted-root profile brings that root to devices.</summary>
    public bool? RootDeployed => _check.RootDeployed;

    /// <summary>The profiles that bring it.</summary>
    public string[] RootProfiles => [.. _check.RootProfiles.Select(profile => profile.Visible())];

    /// <summary>Whether Intune has the certificate for the user.</summary>
    public bool? InIntune => _check.InIntune;

    /// <summary>Whether the archive has the certificate.</summary>
    public bool? InArchive => _check.InArchive;

    /// <summary>The archive's PFX file with the certificate and its key.</summary>
    public string? Path => _check.InArchive == true ? _check.Certificate?.Path : null;

    /// <summary>The devices that report the certificate as installed.</summary>
    public string[] Devices => Names(MessageCheck.IsInstalled);

    /// <summary>What each device reports, such as <c>ANNA-PC: installed</c>.</summary>
    public string[] DeviceStates =>
        [.. (_check.Devices ?? []).Select(state => $"{state.DeviceName ?? "(no name)"}: {state.State}".Visible()).Distinct()];

    /// <summary>What it means, and what can be done.</summary>
    public string Advice => _check.Advice.Visible();

    /// <summary>A command that goes on from here, to be copied.</summary>
    public string? NextStep { get; }

    private MessageRecipient? Recipient => _check.Id as MessageRecipient;

    private MessageSigner? Signer => _check.Id as MessageSigner;

    /// <summary>Message, role, who and what it comes to.</summary>
    public override string ToString() => ViewText.Text($"{FileName}: {Role} {Name}: {Verdict}");

    void IKnown.Remember(KnownNames names)
    {
        if (InIntune == true && UserPrincipalName is not null)
        {
            names.Add(KnownNameKind.User, UserPrincipalName, "A user with imported certificates");
        }
    }

    private string[] Names(Func<Core.Graph.Intune.DeviceCertificateState, bool> isMeant) =>
    [
        .. (_check.Devices ?? []).Where(isMeant).Select(state => (state.DeviceName ?? "(no name)").Visible())
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}

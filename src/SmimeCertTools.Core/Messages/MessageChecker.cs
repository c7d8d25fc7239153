using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Messages;

/// <summary>
/// Tells of messages which certificates open them, and whether the users have those: by an archive, the records of Intune and
/// what devices report. Nothing is decrypted and nothing changed. For one command; safe for concurrent use.
/// </summary>
public sealed class MessageChecker
{
    private readonly GraphConnection? _connection;
    private readonly KnownCertificates _known;
    private readonly UserRecords? _records;
    private readonly DateTimeOffset _now;
    private readonly Action<string> _tell;
    private readonly object _gate = new();
    private Task<DeliveredCertificates?>? _delivered;

    /// <param name="connection">The connection, which stays the caller's; null to go without Intune.</param>
    /// <param name="archive">The archive or its catalogue; null for none.</param>
    /// <param name="tell">Told what could not be read and is left out.</param>
    public MessageChecker(GraphConnection? connection, CertificateArchive? archive, Action<string> tell)
    {
        _connection = connection;
        _known = new KnownCertificates(archive);
        _records = connection is null ? null : new UserRecords(new UserPfxClient(connection));
        (_now, _tell) = ((connection?.Policy.Clock ?? TimeProvider.System).GetUtcNow(), Guard.NotNull(tell));
    }

    /// <summary>Reads a message and tells of each recipient and signer, the outer part of it first.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="userPrincipalName">The user whose records count; null to go by the certificates' owners.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MessageException">The message cannot be read, or it has nothing to tell.</exception>
    /// <exception cref="GraphRequestException">A request failed, or the user is not known.</exception>
    public async Task<(IReadOnlyList<MessageCheck> Checks, IReadOnlyList<MessageException> Problems)> CheckAsync(
        string path, string? userPrincipalName, CancellationToken cancellationToken)
    {
        var message = await MessageReader.ReadAsync(
            path, new MessageReadOptions { FindCertificates = _known.Certificates }, cancellationToken).ConfigureAwait(false);
        var user = userPrincipalName is null ? null : await FindAsync(userPrincipalName, cancellationToken).ConfigureAwait(false);
        if (user?.NotFound is { } unknown)
        {
            throw unknown;
        }

        var delivered = await DeliveredAsync(cancellationToken).ConfigureAwait(false);
        List<MessageCheck> checks = [];
        foreach (var layer in message.Layers)
        {
            if (layer is SignedLayer signed)
            {
                checks.AddRange(signed.Signers.Select(signer => Check(message, signed, signer, delivered)));
                continue;
            }

            foreach (var recipient in ((EncryptedLayer)layer).Recipients)
            {
                checks.Add(await CheckAsync(message, (EncryptedLayer)layer, recipient, (userPrincipalName, user), delivered,
                    cancellationToken).ConfigureAwait(false));
            }
        }

        return (checks, message.Problems);
    }

    private static bool IsOf(CatalogEntry certificate, string user, FoundUserRecords? found)
    {
        if (certificate.UserPrincipalName is { } owner)
        {
            return IsSame(owner, user) || (found?.User is { } known && IsSame(owner, known.UserPrincipalName));
        }

        IEnumerable<string?> own =
        [
            user, found?.User?.UserPrincipalName, found?.User?.Mail,
            .. (found?.User?.ProxyAddresses ?? []).Select(MailAddresses.OfProxy),
        ];
        return certificate.Names.Intersect(own.OfType<string>(), MailAddresses.Comparer).Any();
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<UserPfxRecord> RecordsOf(FoundUserRecords found) => found.Own.Concat(found.UnderFormerNames);

    private static bool Has(FoundUserRecords found, string thumbprint) =>
        RecordsOf(found).Any(record => IsSame(record.Thumbprint, thumbprint));

    private MessageCheck Check(
        MessageContents message, SignedLayer layer, MessageSigner signer, DeliveredCertificates? delivered)
    {
        var then = signer.SigningTime ?? message.Date;
        var certificate = signer.Certificate;
        var chain = certificate is null ? (null, null, [])
            : ((string? Root, bool? IsDeployed, IReadOnlyList<string> Profiles))SignerChain.Follow(
                certificate, layer.Certificates, delivered?.Roots);
        var check = new MessageCheck
        {
            Message = message,
            Layer = layer,
            Role = SmimeMessageRole.Signer,
            Id = signer,
            Certificate = certificate is null ? null : CatalogEntry.Of(certificate),
            Thumbprint = certificate?.Thumbprint,
            InArchive = _known.HasArchive ? _known.InArchive(signer).Any() : null,
            ValidThen = certificate is null || then is null
                ? null : then >= certificate.NotBefore && then <= certificate.NotAfter,
            ValidNow = certificate is null ? null : _now >= certificate.NotBefore && _now <= certificate.NotAfter,
            Root = chain.Root,
            RootDeployed = chain.IsDeployed,
            RootProfiles = chain.Profiles,
        };
        check = check with { Verdict = MessageVerdicts.Of(check, signer) };
        return check with { Advice = MessageVerdicts.Advice(check, signer) };
    }

    private async Task<MessageCheck> CheckAsync(MessageContents message, EncryptedLayer layer, MessageRecipient recipient,
        (string? Name, FoundUserRecords? Found) user, DeliveredCertificates? delivered, CancellationToken cancellationToken)
    {
        var archived = _known.InArchive(recipient).ToList();
        var carried = KnownCertificates.Carried(message, recipient);
        var certificate = archived.Find(entry => user.Name is null || IsOf(entry, user.Name, user.Found))
            ?? archived.FirstOrDefault() ?? (carried is null ? null : CatalogEntry.Of(carried));
        var thumbprint = certificate?.Thumbprint ?? delivered?.ThumbprintOf(recipient);
        var (name, found) = user.Name is null && certificate is not null
            ? await OwnerAsync(certificate, cancellationToken).ConfigureAwait(false) : user;
        bool? inIntune = found is null ? null
            : thumbprint is not null ? Has(found, thumbprint)
            : RecordsOf(found).All(record => IsIdentified(record.Thumbprint, recipient, delivered)) ? false : null;
        var check = new MessageCheck
        {
            Message = message,
            Layer = layer,
            Role = SmimeMessageRole.Recipient,
            Id = recipient,
            Certificate = certificate,
            Thumbprint = thumbprint,
            UserPrincipalName = found?.User?.UserPrincipalName ?? name,
            InIntune = inIntune,
            InArchive = _known.HasArchive && !MessageVerdicts.IsWithoutCertificate(recipient) ? archived.Count > 0 : null,
            Devices = delivered is not { AreStatesRead: true } ? null : thumbprint is null ? [] : delivered.Of(thumbprint),
            ValidNow = certificate is null ? null : _now >= certificate.NotBefore && _now <= certificate.NotAfter,
        };
        var isOther = user.Name is not null && certificate is not null && inIntune != true
            && !IsOf(certificate, user.Name, user.Found)
            && (certificate.UserPrincipalName is not null || certificate.Names.Any());

        // Another's certificate has nothing to do with the user who was asked about.
        check = check with
        {
            Verdict = MessageVerdicts.Of(check, recipient, isOther),
            UserPrincipalName = isOther ? certificate!.UserPrincipalName : check.UserPrincipalName,
        };
        return check with { Advice = MessageVerdicts.Advice(check, recipient) };
    }

    // A record has no more than a thumbprint: it is another certificate's only where that is known.
    private bool IsIdentified(string thumbprint, MessageRecipient recipient, DeliveredCertificates? delivered) =>
        _known.Knows(thumbprint) || (recipient.SerialNumber is not null && delivered?.Tells(thumbprint) == true);

    // Who the archive says, else whom the certificate names and the directory knows.
    private async Task<(string? Name, FoundUserRecords? Found)> OwnerAsync(
        CatalogEntry certificate, CancellationToken cancellationToken)
    {
        IEnumerable<string> names = certificate.UserPrincipalName is { } owner
            ? [owner] : certificate.UserPrincipalNames.Concat(certificate.EmailAddresses).Distinct(MailAddresses.Comparer);
        foreach (var name in names.Where(name => name.IndexOf('@') > 0).Take(4))
        {
            var found = await FindAsync(name, cancellationToken).ConfigureAwait(false);
            if (found is null || found.NotFound is null)
            {
                return (name, found);
            }
        }

        return (certificate.UserPrincipalName, null);
    }

    private async Task<FoundUserRecords?> FindAsync(string user, CancellationToken cancellationToken) =>
        _records is null ? null : await _records.FindAsync(user, cancellationToken).ConfigureAwait(false);

    private async Task<DeliveredCertificates?> DeliveredAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            return null;
        }

        Task<DeliveredCertificates?> reading;
        lock (_gate)
        {
            reading = _delivered ??= ReadDeliveredAsync(_connection, cancellationToken);
        }

        return await reading.ConfigureAwait(false);
    }

    private async Task<DeliveredCertificates?> ReadDeliveredAsync(GraphConnection connection, CancellationToken cancellationToken)
    {
        var (found, error) = await DeliveredCertificates.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            _tell($"Which certificates and roots devices have is not known: {error.Message}");
        }

        return found;
    }
}

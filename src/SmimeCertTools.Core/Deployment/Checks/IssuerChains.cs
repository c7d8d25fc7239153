using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>A CA that has issued certificates of users.</summary>
/// <param name="Name">Its distinguished name, as the certificates have it.</param>
/// <param name="KeyId">Its key's identifier (authorityKeyIdentifier); null where it is not known.</param>
internal sealed record CertificateIssuer(string Name, string? KeyId)
{
    /// <summary>The common name; the whole name where it has none.</summary>
    public string ShortName => DistinguishedName.CommonName(Name);
}

/// <summary>
/// Who issued the users' valid certificates, as the archive and devices' reports tell it, and the profiles by which the devices
/// of a platform trust them.
/// </summary>
internal sealed class IssuerChains
{
    private const int MostIssuers = 16;

    private readonly DeploymentView _view;
    private readonly Dictionary<string, ParsedCertificate?> _parsed = new(StringComparer.Ordinal);

    public IssuerChains(DeploymentView view)
    {
        _view = view;
        var now = view.Now;
        var archived = view.Users.SelectMany(user => user.History.Entries)
            .Where(entry => entry.Archived is not null && entry.NotAfter >= now && !entry.IsOfEarlierAccount)
            .Select(entry => entry.Archived!)
            .Where(certificate => certificate.Issuer is not null)
            .GroupBy(certificate => (Issuer: certificate.Issuer!, KeyId: KeyIdOf(certificate.Thumbprint, certificate.RawData)))
            .Select(group => new CertificateIssuer(group.Key.Issuer, group.Key.KeyId));
        var reported = view.Certificates.Where(profile => profile.Kind == SmimeProfileKind.ImportedPfx)
            .SelectMany(profile => profile.States.ValueOrDefault ?? [])
            .Where(state => state.Issuer is { Length: > 0 } && !(state.ExpirationDateTime < now))
            .Select(state => state.Issuer!).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new CertificateIssuer(name, null));
        List<CertificateIssuer> known = [.. archived];
        known.AddRange(reported.Where(issuer => !known.Exists(other => DistinguishedName.IsSame(other.Name, issuer.Name))));
        Issuers = known;
    }

    /// <summary>The issuers; empty where nothing tells them.</summary>
    public IReadOnlyList<CertificateIssuer> Issuers { get; }

    /// <summary>The profiles of an issuer's certificate and of those above it, as far as a platform has them.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="platform">The platform.</param>
    /// <returns>The profiles by certificate, the issuer first; and the name that is missing: null for a whole chain.</returns>
    public (IReadOnlyList<IReadOnlyList<DeployedProfile>> Chain, CertificateIssuer? Missing) Of(
        CertificateIssuer issuer, SmimePlatform platform)
    {
        var roots = _view.Roots(platform).Where(profile => profile.Certificate is not null).ToList();
        List<IReadOnlyList<DeployedProfile>> chain = [];
        for (var next = issuer; chain.Count < MostIssuers;)
        {
            var found = roots.Where(profile => Is(profile.Certificate!, next)).ToList();
            if (found.Count == 0)
            {
                return (chain, next);
            }

            chain.Add(found);
            if (found.Exists(profile => profile.Certificate!.IsRoot))
            {
                return (chain, null);
            }

            var certificate = found[0].Certificate!.Certificate;
            next = new CertificateIssuer(certificate.Issuer, KeyIdOf(certificate.Thumbprint, certificate.RawData));
        }

        return (chain, null);
    }

    /// <summary>
    /// All profiles of a platform that the users' certificates need; all trusted roots where no issuer is known.
    /// </summary>
    public IReadOnlyList<DeployedProfile> Needed(SmimePlatform platform) => Issuers.Count == 0
        ? _view.Roots(platform)
        : [.. Issuers.SelectMany(issuer => Of(issuer, platform).Chain).SelectMany(profiles => profiles).Distinct()];

    /// <summary>Whether two certificates are of one key, or one of them does not tell which it is of.</summary>
    public bool HaveSameKey(TrustedCertificate one, TrustedCertificate other) =>
        KeyOf(one) is not { } left || KeyOf(other) is not { } right
        || string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private string? KeyOf(TrustedCertificate trusted) =>
        Parse(trusted.Certificate.Thumbprint, trusted.Certificate.RawData)?.SubjectKeyId;

    private bool Is(TrustedCertificate certificate, CertificateIssuer issuer) =>
        DistinguishedName.IsSame(certificate.Certificate.Subject, issuer.Name)
        && (issuer.KeyId is null
            || KeyOf(certificate) is not { } own
            || string.Equals(own, issuer.KeyId, StringComparison.OrdinalIgnoreCase));

    private string? KeyIdOf(string thumbprint, byte[]? der) => Parse(thumbprint, der)?.AuthorityKeyId;

    private ParsedCertificate? Parse(string thumbprint, byte[]? der)
    {
        if (!_parsed.TryGetValue(thumbprint, out var parsed))
        {
            try
            {
                parsed = der is { Length: > 0 } ? ParsedCertificate.Read(der) : null;
            }
            catch (DerException)
            {
                parsed = null;
            }

            _parsed[thumbprint] = parsed;
        }

        return parsed;
    }
}

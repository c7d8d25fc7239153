using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Preflight;

/// <summary>One file under test: what the rules look at, and where they put their findings.</summary>
internal sealed class PreflightSubject(string path, PreflightOptions options, DateTimeOffset now)
{
    private readonly List<PreflightFinding> _findings = [];

    public PreflightOptions Options => options;

    public DateTimeOffset Now => now;

    public IReadOnlyList<PreflightFinding> Findings => _findings;

    /// <summary>Whether the very bytes are uploaded, so that devices meet the file's own protection.</summary>
    public bool IsUploadedUnchanged => options.Encryption == SmimePfxEncryption.Unchanged;

    /// <summary>The one certificate that would be delivered; null when there are several, or none.</summary>
    public CertificateInfo? Only { get; set; }

    /// <summary>
    /// The purpose that an import gives to the certificate of <paramref name="pair"/>; null when it would ask for one, or the
    /// certificate is not for mail.
    /// </summary>
    public UserPfxPurpose? PurposeOf(PfxKeyPair pair, IReadOnlyList<PfxKeyPair> all)
    {
        var given = options.IntendedPurpose;
        if (given is not null && (all.Count == 1 || !IsForMail(given)))
        {
            return given;
        }

        return SmimeUsage.Classify(pair.Certificate) switch
        {
            SmimeCertCapability.Signing => UserPfxPurpose.SmimeSigning,
            SmimeCertCapability.Encryption => UserPfxPurpose.SmimeEncryption,
            SmimeCertCapability.Both => given,
            _ => null,
        };
    }

    /// <summary>Whether mail is what the certificate is for; so it is where no purpose is known.</summary>
    public static bool IsForMail(UserPfxPurpose? purpose) =>
        purpose is null or UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning;

    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A certificate in a sentence: its address, else its subject.</summary>
    public static string Name(CertificateInfo certificate) =>
        "The certificate of " + (certificate.EmailAddresses.FirstOrDefault()
            ?? (certificate.Subject.Length > 0 ? certificate.Subject : "an empty subject"));

    /// <summary>Adds a finding of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="message">What is the case.</param>
    /// <param name="certificate">The certificate it is about; null for the file.</param>
    /// <param name="severity">How much it matters; null for what the rule says.</param>
    /// <param name="advice">What to do; null for what the rule says, empty for nothing.</param>
    public void Add(
        PreflightRule rule, string message, CertificateInfo? certificate = null, SmimeFindingSeverity? severity = null,
        string? advice = null) => Add(rule.Id,
            rule.IsOfBytes && !IsUploadedUnchanged ? SmimeFindingSeverity.Information : severity ?? rule.Severity, message,
            (advice ?? rule.Advice) is { Length: > 0 } text ? text : null, certificate);

    /// <summary>Adds what an error says, under its own identifier.</summary>
    public void Add(SmimeException error, string advice) =>
        Add(error.ErrorId, SmimeFindingSeverity.Error, error.Message, advice, null);

    private void Add(string id, SmimeFindingSeverity severity, string message, string? advice, CertificateInfo? certificate) =>
        _findings.Add(new PreflightFinding
        {
            Id = id,
            Severity = severity == SmimeFindingSeverity.Warning && options.Strict ? SmimeFindingSeverity.Error : severity,
            Path = path,
            Message = message,
            Advice = advice,
            Thumbprint = certificate?.Thumbprint,
            UserPrincipalName = options.UserPrincipalName,
        });
}

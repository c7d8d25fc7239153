using System.Collections;
using System.Collections.Generic;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Offers the extended key usages that have names.</summary>
public sealed class ExtendedKeyUsageCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) => PkcsTexts.KnownUsages;
}

/// <summary>Offers the kinds of subject alternative names.</summary>
public sealed class SubjectAlternativeNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
    [
        new("Email", "The user's e-mail address, {{EmailAddress}}: what mail clients match"),
        new("UPN", "The user principal name, {{UserPrincipalName}}"),
        new("DNS=", "A DNS name, which needs a value"),
        new("URI=", "A URI, which needs a value"),
        new("CustomAzureADAttribute=", "An attribute of the user in Entra, which needs a value"),
    ];
}

/// <summary>Offers subjects with variables of Intune's.</summary>
public sealed class SubjectNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
    [
        new("CN={{UserName}},E={{EmailAddress}}", "Name and e-mail address"),
        new("CN={{EmailAddress}}", "The e-mail address as name"),
        new("CN={{UserPrincipalName}}", "The user principal name"),
    ];
}

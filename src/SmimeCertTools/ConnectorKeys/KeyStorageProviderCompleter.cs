using System.Collections;
using System.Collections.Generic;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>Offers the key storage providers that come with Windows.</summary>
public sealed class KeyStorageProviderCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
    [
        new("Microsoft Software Key Storage Provider", "Keys in files of the machine; the default"),
        new("Microsoft Platform Crypto Provider", "Keys in the machine's TPM"),
        new("Microsoft Smart Card Key Storage Provider", "Keys on smart cards"),
    ];
}

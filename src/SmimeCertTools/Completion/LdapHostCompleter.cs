using System.Collections;
using System.Collections.Generic;

namespace SmimeCertTools.Completion;

/// <summary>Offers the form of a directory's address.</summary>
public sealed class LdapHostCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
    [
        new("ldaps://", "The directory's host, with a port after a colon where it is not 636"),
    ];
}

using System.Collections.Generic;
using SmimeCertTools.Commands;

namespace SmimeCertTools.Completion;

/// <summary>Offers the key name of Microsoft's documentation.</summary>
public sealed class ConnectorKeyNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates =>
        [new(ConnectorKeyDefaults.KeyName, "The key name in the examples of Microsoft's documentation; the default")];
}

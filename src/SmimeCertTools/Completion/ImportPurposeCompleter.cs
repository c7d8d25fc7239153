using System.Collections.Generic;
using SmimeCertTools.Models;

namespace SmimeCertTools.Completion;

/// <summary>Offers the purposes that S/MIME certificates are imported for.</summary>
public sealed class ImportPurposeCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates =>
    [
        new(nameof(UserPfxPurpose.SmimeEncryption), "Reads encrypted mail"),
        new(nameof(UserPfxPurpose.SmimeSigning), "Signs mail"),
    ];
}

using System.Collections;
using System.Collections.Generic;

namespace SmimeCertTools.Hosting;

/// <summary>Offers the purposes of an imported certificate, those for mail first.</summary>
public sealed class PurposeCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters)
    {
        yield return new(nameof(UserPfxPurpose.SmimeEncryption), "For reading encrypted mail");
        yield return new(nameof(UserPfxPurpose.SmimeSigning), "For signing mail");
        yield return new(nameof(UserPfxPurpose.Unassigned), "For no S/MIME profile");
        yield return new(nameof(UserPfxPurpose.Wifi), "For wireless networks");
    }
}

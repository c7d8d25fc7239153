using System.Collections;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Hosting;
using SmimeCertTools.Permissions;

namespace SmimeCertTools.Connection;

/// <summary>Offers the names of managed identities that commands of this session have met.</summary>
public sealed class ManagedIdentityCompleter() : KnownTextCompleter(KnownNameKind.ManagedIdentity);

/// <summary>Offers the commands of the module that need permissions, with what each needs.</summary>
public sealed class CommandNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        CmdletPermissions.Cmdlets.Where(name => CmdletPermissions.Of(name).Count > 0)
            .Select(name => new KeyValuePair<string, string>(name, CmdletPermissions.NeedOf(name)!));
}

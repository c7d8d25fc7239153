using System.Collections;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Offers the names of profiles.</summary>
public sealed class ProfileNameCompleter() : KnownTextCompleter(KnownNameKind.Profile);

/// <summary>Offers the ids of profiles, by id or name.</summary>
public sealed class ProfileIdCompleter() : KnownNameCompleter(KnownNameKind.Profile);

/// <summary>Offers the names of groups.</summary>
public sealed class GroupNameCompleter() : KnownTextCompleter(KnownNameKind.Group);

/// <summary>Offers the ids of groups, by id or name.</summary>
public sealed class GroupIdCompleter() : KnownNameCompleter(KnownNameKind.Group);

/// <summary>Offers the names of assignment filters.</summary>
public sealed class FilterNameCompleter() : KnownNameCompleter(KnownNameKind.FilterName);

/// <summary>Offers the default scope tag and those that commands of this session have met.</summary>
public sealed class ScopeTagCompleter() : KnownNameCompleter(KnownNameKind.ScopeTagName)
{
    private protected override IEnumerable<KnownName> Names(IDictionary boundParameters) =>
        base.Names(boundParameters).Where(name => name.Value != "Default")
            .Prepend(new("Default", "Default", "The scope tag that profiles have unless told otherwise"));
}

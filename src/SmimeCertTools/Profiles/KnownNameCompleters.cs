using System.Collections;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Offers names and ids of one kind that commands of this session have shown or met.</summary>
public abstract class KnownNameCompleter : CandidateCompleter
{
    private readonly KnownNameKind _kind;

    private protected KnownNameCompleter(KnownNameKind kind) => _kind = kind;

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(_kind);
}

/// <summary>Offers the names of profiles.</summary>
public sealed class ProfileNameCompleter() : KnownNameCompleter(KnownNameKind.ProfileName);

/// <summary>Offers the ids of profiles.</summary>
public sealed class ProfileIdCompleter() : KnownNameCompleter(KnownNameKind.ProfileId);

/// <summary>Offers the names of groups.</summary>
public sealed class GroupNameCompleter() : KnownNameCompleter(KnownNameKind.GroupName);

/// <summary>Offers the ids of groups.</summary>
public sealed class GroupIdCompleter() : KnownNameCompleter(KnownNameKind.GroupId);

/// <summary>Offers the names of assignment filters.</summary>
public sealed class FilterNameCompleter() : KnownNameCompleter(KnownNameKind.FilterName);

/// <summary>Offers the default scope tag and those that commands of this session have met.</summary>
public sealed class ScopeTagCompleter() : KnownNameCompleter(KnownNameKind.ScopeTagName)
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        base.Candidates(boundParameters).Where(name => name.Key != "Default")
            .Prepend(new("Default", "The scope tag that profiles have unless told otherwise"));
}

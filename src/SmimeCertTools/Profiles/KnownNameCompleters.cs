using System.Collections;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Offers the names of profiles that commands of this session have shown.</summary>
public sealed class ProfileNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.ProfileName);
}

/// <summary>Offers the ids of profiles that commands of this session have shown.</summary>
public sealed class ProfileIdCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.ProfileId);
}

/// <summary>Offers the names of groups that commands of this session have met.</summary>
public sealed class GroupNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.GroupName);
}

/// <summary>Offers the ids of groups that commands of this session have met.</summary>
public sealed class GroupIdCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.GroupId);
}

/// <summary>Offers the names of assignment filters that commands of this session have met.</summary>
public sealed class FilterNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.FilterName);
}

/// <summary>Offers the default scope tag and those that commands of this session have met.</summary>
public sealed class ScopeTagCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) =>
        SmimeSession.Current.Names.Of(KnownNameKind.ScopeTagName)
            .Where(name => name.Key != "Default")
            .Prepend(new("Default", "The scope tag that profiles have unless told otherwise"));
}

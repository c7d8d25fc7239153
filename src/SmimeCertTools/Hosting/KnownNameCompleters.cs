using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Hosting;

/// <summary>Offers what commands of this session have shown or met.</summary>
public abstract class KnownNameCompleter : CandidateCompleter
{
    private readonly KnownNameKind _kind;

    private protected KnownNameCompleter(KnownNameKind kind) => _kind = kind;

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) => [];

    private protected override IEnumerable<KnownName> Names(IDictionary boundParameters) => SmimeSession.Current.Names.Of(_kind);
}

/// <summary>Offers what commands of this session have met by its name, where that and not the id is asked for.</summary>
public abstract class KnownTextCompleter : KnownNameCompleter
{
    private protected KnownTextCompleter(KnownNameKind kind)
        : base(kind)
    {
    }

    private protected override IEnumerable<KnownName> Names(IDictionary boundParameters) => base.Names(boundParameters)
        .GroupBy(name => name.Text, StringComparer.OrdinalIgnoreCase)
        .Select(group => new KnownName(group.Key, group.Key, group.First().Meaning));
}

/// <summary>Offers user principal names.</summary>
public sealed class UserPrincipalNameCompleter() : KnownNameCompleter(KnownNameKind.User);

/// <summary>Offers the machines of certificate connectors.</summary>
public sealed class MachineNameCompleter() : KnownNameCompleter(KnownNameKind.Connector);

/// <summary>Offers the thumbprints of users' certificates: those of the users that are named, else all.</summary>
public sealed class UserThumbprintCompleter() : KnownNameCompleter(KnownNameKind.UserCertificate)
{
    private protected override IEnumerable<KnownName> Names(IDictionary boundParameters)
    {
        var users = boundParameters["UserPrincipalName"] switch
        {
            string user => [user],
            IEnumerable items => items.Cast<object?>().Select(item => item?.ToString() ?? string.Empty).ToList(),
            _ => new List<string>(),
        };
        return base.Names(boundParameters)
            .Where(name => users.Count == 0 || users.Contains(name.Owner ?? string.Empty, StringComparer.OrdinalIgnoreCase))
            .GroupBy(name => name.Value, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.First());
    }
}

/// <summary>Offers nothing, for what nobody can know beforehand: PowerShell would offer files.</summary>
public sealed class FreeTextCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters) => [];
}

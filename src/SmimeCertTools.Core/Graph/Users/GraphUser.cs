using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>A user of the directory.</summary>
public sealed class GraphUser
{
    /// <summary>The object id.</summary>
    public required string Id { get; init; }

    /// <summary>The same as a GUID; null for what is none.</summary>
    public Guid? ObjectId => Guid.TryParse(Id, out var id) ? id : null;

    /// <summary>The user principal name as the directory spells it.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The primary mail address; null when the user has none.</summary>
    public string? Mail { get; init; }

    /// <summary>The display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// All addresses of the mailbox as Graph gives them, with their prefix: <c>SMTP:</c> the primary one, <c>smtp:</c> the
    /// others, and those of other systems (<c>SIP:</c>, <c>X500:</c>). Empty when there are none or the permission does not show
    /// them.
    /// </summary>
    public IReadOnlyList<string> ProxyAddresses { get; init; } = [];

    /// <summary>All names of the user: user principal name, mail, and the mail addresses among proxyAddresses.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. new[] { UserPrincipalName, Mail }.Concat(ProxyAddresses.Select(MailAddresses.OfProxy))
            .OfType<string>().Where(name => name.Length > 0).Distinct(MailAddresses.Comparer),
    ];
}

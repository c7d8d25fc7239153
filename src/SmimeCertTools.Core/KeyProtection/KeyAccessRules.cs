using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Who may use a connector key: SYSTEM and Administrators always, and the account that the connector's service runs as, which
/// Microsoft asks to be an administrator with access to the key.
/// https://learn.microsoft.com/intune/intune-service/protect/certificates-imported-pfx-configure
/// </summary>
internal static class KeyAccessRules
{
    // What GENERIC_READ and GENERIC_ALL turn into on the files of the Microsoft software provider: FILE_READ_DATA.
    private const uint ReadData = 0x00000001;

    // SYSTEM and the services' own accounts stand for one identity each; others below S-1-5-32 and well-known groups do not.
    private static readonly HashSet<string> SingleAccounts = [SecurityIdentifiers.System, "S-1-5-19", "S-1-5-20"];

    private static readonly HashSet<string> ForEveryone = [SecurityIdentifiers.Everyone, SecurityIdentifiers.AuthenticatedUsers];

    /// <summary>The security descriptor of a new key.</summary>
    /// <param name="serviceSid">The SID of the connector's service account; null for none besides SYSTEM.</param>
    public static byte[] Describe(string? serviceSid)
    {
        var entries = new List<KeyAccessEntry>
        {
            new(SecurityIdentifiers.System, KeySecurityDescriptor.GenericAll),
            new(SecurityIdentifiers.Administrators, KeySecurityDescriptor.GenericAll),
        };
        if (serviceSid is not null && entries.All(entry => !IsSame(entry.Sid, serviceSid)))
        {
            entries.Add(new(serviceSid, KeySecurityDescriptor.GenericRead));
        }

        return KeySecurityDescriptor.Write(entries);
    }

    /// <summary>
    /// The entries of a security descriptor with the names of the accounts; null where there is no readable one.
    /// </summary>
    public static IReadOnlyList<ConnectorKeyAccess>? Read(byte[]? descriptor, Func<string, string?> findAccount) =>
        descriptor is null || KeySecurityDescriptor.Read(descriptor) is not { } entries
            ? null
            : entries.Select(entry => new ConnectorKeyAccess
            {
                Account = findAccount(entry.Sid) ?? entry.Sid,
                Sid = entry.Sid,
                IsDenied = entry.IsDenied,
                CanUse = (entry.Mask & (KeySecurityDescriptor.GenericAll | KeySecurityDescriptor.GenericRead | ReadData)) != 0,
            }).ToList();

    /// <summary>
    /// The names of the accounts that a list lets use the key and that <see cref="Describe"/> would not put into a new one.
    /// </summary>
    /// <param name="access">The list; null where there is none.</param>
    /// <param name="serviceSid">The SID of the new list's service account; null for none.</param>
    public static IReadOnlyList<string> Dropped(IReadOnlyList<ConnectorKeyAccess>? access, string? serviceSid) => access is null
        ? []
        : access
            .Where(entry => entry is { CanUse: true, IsDenied: false }
                && !IsSame(entry.Sid, SecurityIdentifiers.System)
                && !IsSame(entry.Sid, SecurityIdentifiers.Administrators)
                && !(serviceSid is not null && IsSame(entry.Sid, serviceSid)))
            .Select(entry => entry.Account)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();

    /// <summary>
    /// Evaluates the list in its order, as Windows does: the first entry that is about the account and about use decides.
    /// </summary>
    public static ConnectorKeyUse Evaluate(IReadOnlyList<ConnectorKeyAccess>? access, string sid)
    {
        if (access is null)
        {
            return ConnectorKeyUse.Unknown;
        }

        var isGroupDenied = false;
        var isGroupAllowed = false;
        foreach (var entry in access.Where(entry => entry.CanUse))
        {
            if (IsSame(entry.Sid, sid) || ForEveryone.Contains(entry.Sid))
            {
                // A group before it, with the opposite verdict, may have the account as a member.
                var isOpen = entry.IsDenied ? isGroupAllowed : isGroupDenied;
                return isOpen ? ConnectorKeyUse.DependsOnGroup
                    : entry.IsDenied ? ConnectorKeyUse.Denied : ConnectorKeyUse.Allowed;
            }

            // SYSTEM is a member of Administrators.
            if (IsSame(sid, SecurityIdentifiers.System) && IsSame(entry.Sid, SecurityIdentifiers.Administrators))
            {
                return entry.IsDenied ? ConnectorKeyUse.Denied : ConnectorKeyUse.Allowed;
            }

            if (!SingleAccounts.Contains(entry.Sid))
            {
                isGroupDenied |= entry.IsDenied;
                isGroupAllowed |= !entry.IsDenied;
            }
        }

        return isGroupAllowed ? ConnectorKeyUse.DependsOnGroup : ConnectorKeyUse.NotListed;
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

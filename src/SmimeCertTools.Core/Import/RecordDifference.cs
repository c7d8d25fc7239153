using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>In what a record differs from the one the service has.</summary>
internal static class RecordDifference
{
    /// <summary>The outcome for a certificate whose record is there already and is left as it is.</summary>
    /// <param name="existing">The record, the user's own.</param>
    /// <param name="wanted">The record that was to be imported.</param>
    public static ImportOutcome Present(UserPfxRecord existing, UserPfxRecord wanted)
    {
        // Under a name that the user had before it is delivered just the same: what counts is the object id.
        var isSame = (existing with { UserPrincipalName = wanted.UserPrincipalName }).IsSameDelivery(wanted);
        return new ImportOutcome
        {
            Status = isSame ? SmimeImportStatus.AlreadyPresent : SmimeImportStatus.Outdated,
            Record = existing,
            Difference = Of(existing, wanted),
        };
    }

    /// <summary>The differences, such as "key name A → B"; null for none.</summary>
    public static string? Of(UserPfxRecord existing, UserPfxRecord wanted)
    {
        var differences = Members(existing, wanted)
            .Where(member => member.Differs && (existing.Unshown & member.Member) == 0)
            .Select(member => $"{member.Name} {member.Old} → {member.New}");
        return string.Join(", ", differences) is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// In what an answer of the service contradicts what was sent, in words; null when it does not. What is left out contradicts
    /// nothing.
    /// </summary>
    /// <param name="shown">The record as the service shows it.</param>
    /// <param name="sent">The record that was sent.</param>
    /// <param name="user">The user as the directory has it; null when it is not known.</param>
    public static string? Contradiction(UserPfxRecord shown, UserPfxRecord sent, GraphUser? user)
    {
        var differences = Members(shown, sent)
            .Where(member => member.Differs && (shown.Unshown & member.Member) == 0)
            .Select(member => $"{member.Name} {(member.Old.Length == 0 ? "(none)" : member.Old)} instead of {member.New}")
            .ToList();
        if (RecordHolders.Of(shown, user) == RecordHolder.EarlierHolder)
        {
            differences.Add($"object id {shown.UserId:D} instead of {user!.ObjectId:D}");
        }

        if (shown.EncryptedPfxBlob is { } blob && !blob.SequenceEqual(sent.EncryptedPfxBlob ?? []))
        {
            differences.Add("another PFX");
        }

        if (shown.EncryptedPfxPassword is { } password && password != sent.EncryptedPfxPassword)
        {
            differences.Add("another protected password");
        }

        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    private static IEnumerable<(UserPfxMembers Member, string Name, string Old, string New, bool Differs)> Members(
        UserPfxRecord existing, UserPfxRecord wanted)
    {
        var ignoresCase = StringComparison.OrdinalIgnoreCase;
        yield return Text(UserPfxMembers.UserPrincipalName, "user principal name",
            existing.UserPrincipalName, wanted.UserPrincipalName, ignoresCase);
        yield return Text(UserPfxMembers.Thumbprint, "thumbprint", existing.Thumbprint, wanted.Thumbprint, ignoresCase);
        yield return Text(UserPfxMembers.Purpose, "purpose",
            existing.IntendedPurpose.ToString(), wanted.IntendedPurpose.ToString());
        yield return Text(UserPfxMembers.ProviderName, "provider name", existing.ProviderName, wanted.ProviderName);
        yield return Text(UserPfxMembers.KeyName, "key name", existing.KeyName, wanted.KeyName);
        yield return Text(UserPfxMembers.Padding, "padding",
            existing.PaddingScheme.ToString(), wanted.PaddingScheme.ToString());
        yield return Text(UserPfxMembers.Start, "start", Time(existing.StartDateTime), Time(wanted.StartDateTime));
        yield return Text(UserPfxMembers.Expiry, "expiry", Time(existing.ExpirationDateTime), Time(wanted.ExpirationDateTime));
    }

    private static (UserPfxMembers Member, string Name, string Old, string New, bool Differs) Text(
        UserPfxMembers member, string name, string old, string wanted, StringComparison comparison = StringComparison.Ordinal) =>
        (member, name, old, wanted, !string.Equals(old, wanted, comparison));

    // To the second, as records are compared.
    private static string Time(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

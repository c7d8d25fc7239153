using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>Whose a record is that was found for a user.</summary>
internal enum RecordHolder
{
    /// <summary>The user's, as far as is known.</summary>
    User,

    /// <summary>The user's, under another name: the user was renamed after the import.</summary>
    FormerName,

    /// <summary>
    /// Another object's that had the name before: the account was deleted and made anew, or the name went to somebody else.
    /// </summary>
    EarlierHolder,
}

/// <summary>Tells whose a record is.</summary>
internal static class RecordHolders
{
    /// <summary>
    /// A record's id begins with the object id that the name led to when it was imported. A name may change hands, an object id
    /// does not. Where either is not known, the name decides.
    /// </summary>
    /// <param name="record">A record that was found under the user's name or object id.</param>
    /// <param name="user">The user as the directory has it; null when it is not known.</param>
    public static RecordHolder Of(UserPfxRecord record, GraphUser? user)
    {
        if (user?.ObjectId is not { } id || record.UserId is not { } holder)
        {
            return RecordHolder.User;
        }

        return holder != id ? RecordHolder.EarlierHolder
            : string.Equals(record.UserPrincipalName, user.UserPrincipalName, StringComparison.OrdinalIgnoreCase)
                ? RecordHolder.User
                : RecordHolder.FormerName;
    }

    /// <summary>
    /// The user's record of a certificate; null when there is none. Of several the one under the user's name, then the latest.
    /// </summary>
    public static UserPfxRecord? Choose(IEnumerable<UserPfxRecord> records, string thumbprint, GraphUser? user) => records
        .Where(record => string.Equals(record.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase)
            && Of(record, user) != RecordHolder.EarlierHolder)
        .OrderBy(record => Of(record, user))
        .ThenByDescending(record => record.CreatedDateTime)
        .ThenBy(record => record.Id, StringComparer.Ordinal)
        .FirstOrDefault();
}

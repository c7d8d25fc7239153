using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph;

/// <summary>
/// deviceManagement/userPfxCertificates and the users they belong to (Graph beta). Every failure is a <see cref="GraphRequestException"/>
/// with <see cref="GraphRequestException.Target"/> set to the user or record. Safe for concurrent use.
/// </summary>
public sealed class UserPfxClient
{
    /// <summary>Finds a user by user principal name.</summary>
    /// <exception cref="GraphRequestException">Nobody has that name (<see cref="GraphErrorKind.UserNotFound"/>), or the request failed.</exception>
    public Task<GraphUser> GetUserAsync(string userPrincipalName, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Starts a listing; pages are read as they are asked for.</summary>
    /// <param name="userPrincipalName">Only this user's records; null for all users.</param>
    /// <param name="thumbprint">Only this certificate's records; null for all. Without a user it is matched here, not by the service.</param>
    public UserPfxPager List(string? userPrincipalName = null, string? thumbprint = null) => throw new NotImplementedException();

    /// <summary>All records of a user, all pages.</summary>
    public Task<IReadOnlyList<UserPfxRecord>> ListUserAsync(string userPrincipalName, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The record of <paramref name="thumbprint"/> for a user; null when there is none.</summary>
    public Task<UserPfxRecord?> FindAsync(string userPrincipalName, string thumbprint, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Uploads a new record. Returns what the service confirms.</summary>
    /// <exception cref="GraphRequestException">It failed; see <see cref="GraphRequestException.IsOutcomeUnknown"/>.</exception>
    public Task<UserPfxRecord> CreateAsync(UserPfxRecord record, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Replaces the record <paramref name="id"/> by PATCH with all members of <paramref name="record"/>.</summary>
    public Task<UserPfxRecord> UpdateAsync(string id, UserPfxRecord record, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes a record and looks it up to see that it is gone.</summary>
    /// <param name="record">A record read from the service, with its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">It failed, or the record is still there (<see cref="GraphErrorKind.NotConfirmed"/>).</exception>
    public Task DeleteAsync(UserPfxRecord record, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>Reads a listing page by page. Not for concurrent use.</summary>
public sealed class UserPfxPager
{
    /// <summary>The next page (possibly empty), or null after the last one.</summary>
    /// <exception cref="GraphRequestException">The request failed.</exception>
    public Task<IReadOnlyList<UserPfxRecord>?> NextAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>A user of the directory.</summary>
public sealed class GraphUser
{
    /// <summary>The object id.</summary>
    public required string Id { get; init; }

    /// <summary>The user principal name as the directory spells it.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The primary mail address; null when the user has none.</summary>
    public string? Mail { get; init; }

    /// <summary>The display name.</summary>
    public string? DisplayName { get; init; }
}

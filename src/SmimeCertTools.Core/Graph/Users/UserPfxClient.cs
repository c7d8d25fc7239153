using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// deviceManagement/userPfxCertificates and the users they belong to (Graph beta). Safe for concurrent use. Every failure is a
/// <see cref="GraphRequestException"/> with <see cref="GraphRequestException.Target"/> set to the user or record.
/// </summary>
public sealed class UserPfxClient
{
    private const string Records = "deviceManagement/userPfxCertificates";

    /// <summary>The query option by which all that is read of a user is asked for.</summary>
    internal const string UserSelect = "$select=id,userPrincipalName,mail,displayName,proxyAddresses";

    private readonly GraphTransport _transport;

    /// <summary>Creates a client of <paramref name="connection"/>, which stays the caller's.</summary>
    public UserPfxClient(GraphConnection connection)
    {
        _transport = new GraphTransport(Guard.NotNull(connection));
        Batch = new BatchSender(_transport);
    }

    internal RetryPolicy Policy => _transport.Policy;

    /// <summary>Sends several look-ups as one request.</summary>
    internal BatchSender Batch { get; }

    /// <summary>Finds a user by user principal name.</summary>
    /// <exception cref="GraphRequestException">
    /// Nobody has that name (<see cref="GraphErrorKind.UserNotFound"/>), or the request failed.
    /// </exception>
    public async Task<GraphUser> GetUserAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        Guard.NotBlank(userPrincipalName);
        var subject = GraphRequestSubject.User(userPrincipalName);

        // Guests' names hold a '#', which must be escaped.
        var user = await _transport.GetAsync(subject,
            $"users/{Uri.EscapeDataString(userPrincipalName.Trim())}?{UserSelect}", User.CreateFromDiscriminatorValue,
            cancellationToken).ConfigureAwait(false);
        return ToUser(user, userPrincipalName) ?? throw GraphErrors.Unexpected(subject, "the answer is not a user");
    }

    /// <summary>A user of a list; null for what is none.</summary>
    internal static GraphUser? ReadUser(JsonObject json)
    {
        try
        {
            return ToUser(GraphTransport.Read(json, User.CreateFromDiscriminatorValue), null);
        }
        catch (GraphFailureException)
        {
            return null;
        }
    }

    private static GraphUser? ToUser(User? user, string? askedFor) =>
        user?.Id is { Length: > 0 } id && (user.UserPrincipalName ?? askedFor) is { } name
            ? new GraphUser
            {
                Id = id,
                UserPrincipalName = name,
                Mail = user.Mail,
                DisplayName = user.DisplayName,
                ProxyAddresses = user.ProxyAddresses?.ToArray() ?? [],
            }
            : null;

    /// <summary>Starts a listing of users.</summary>
    internal GraphPager<GraphUser> ListUsers(GraphRequestSubject subject, string address) =>
        new(_transport, subject, address, ReadUser);

    /// <summary>Starts a listing; pages are read as they are asked for.</summary>
    /// <param name="userPrincipalName">Only this user's records; null for all users.</param>
    /// <param name="thumbprint">
    /// Only this certificate's records; null for all. Without a user it is matched here, not by the service.
    /// </param>
    public GraphPager<UserPfxRecord> List(string? userPrincipalName = null, string? thumbprint = null)
    {
        var user = userPrincipalName?.Trim();
        var print = thumbprint?.Trim();
        // Matched here as well: a service that ignores a filter must not make somebody else's record the user's.
        return new GraphPager<UserPfxRecord>(_transport,
            GraphRequestSubject.List(user, print), user is null ? Records : ListingOf(user, print),
            json => UserPfxJson.Read(json) is var record && (user is null || Same(record.UserPrincipalName, user))
                && (print is null || Same(record.Thumbprint, print)) ? record : null);
    }

    /// <summary>All records of a user, all pages.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<UserPfxRecord>> ListUserAsync(string userPrincipalName, CancellationToken cancellationToken) =>
        List(Guard.NotBlank(userPrincipalName)).ReadAllAsync(cancellationToken);

    /// <summary>
    /// The records of <paramref name="thumbprint"/> under a user's name. There may be several: of the user, and of those who had
    /// the name before.
    /// </summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<UserPfxRecord>> FindAsync(
        string userPrincipalName, string thumbprint, CancellationToken cancellationToken) =>
        List(Guard.NotBlank(userPrincipalName), Guard.NotBlank(thumbprint)).ReadAllAsync(cancellationToken);

    /// <summary>Sends a new record, once.</summary>
    /// <returns>The record as the service answered; null when the answer is none. A look-up tells then.</returns>
    /// <exception cref="ArgumentException">The record has no PFX or no password.</exception>
    /// <exception cref="GraphRequestException">
    /// It failed; see <see cref="GraphRequestException.IsOutcomeUnknown"/>.
    /// </exception>
    public Task<UserPfxRecord?> CreateAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        CheckComplete(record);
        var subject = GraphRequestSubject.Upload(record.UserPrincipalName, record.Thumbprint);
        return SendAsync(subject, HttpMethod.Post, Records, record, cancellationToken);
    }

    /// <summary>Replaces the record <paramref name="id"/> by one PATCH with all members of <paramref name="record"/>.</summary>
    /// <returns>As above.</returns>
    /// <exception cref="ArgumentException">The record has no PFX or no password.</exception>
    /// <exception cref="GraphRequestException">It failed.</exception>
    public Task<UserPfxRecord?> UpdateAsync(string id, UserPfxRecord record, CancellationToken cancellationToken)
    {
        Guard.NotBlank(id);
        CheckComplete(record);
        var subject = GraphRequestSubject.Update(record.UserPrincipalName, record.Thumbprint);
        return SendAsync(subject, GraphTransport.Patch, AddressOf(id), record, cancellationToken);
    }

    /// <summary>Sends one DELETE. The service answers 204 for an unknown id too.</summary>
    /// <param name="record">A record read from the service, with its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The record has no id.</exception>
    /// <exception cref="GraphRequestException">It failed.</exception>
    public Task DeleteAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        if (Guard.NotNull(record).Id is not { Length: > 0 } id)
        {
            throw new ArgumentException("The record has no id. Delete a record that was read from the service.", nameof(record));
        }

        var subject = GraphRequestSubject.Delete(record.UserPrincipalName, record.Thumbprint);
        return SendAsync(subject, HttpMethod.Delete, AddressOf(id), null, cancellationToken);
    }

    /// <summary>The record of an id; null when there is none.</summary>
    /// <exception cref="GraphRequestException">The request failed.</exception>
    public async Task<UserPfxRecord?> GetAsync(string id, CancellationToken cancellationToken) =>
        await _transport.FindAsync(GraphRequestSubject.List(null, id), AddressOf(Guard.NotBlank(id)), cancellationToken)
            .ConfigureAwait(false) is { } json ? UserPfxJson.Read(json) : null;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a user's records, or of one of them.</summary>
    internal static string ListingOf(string userPrincipalName, string? thumbprint = null) =>
        $"{Records}?$filter=" + Uri.EscapeDataString($"tolower(userPrincipalName) eq {Lower(userPrincipalName)}"
            + (thumbprint is null ? "" : $" and tolower(thumbprint) eq {Lower(thumbprint)}"));

    /// <summary>The address of the record of an id.</summary>
    internal static string AddressOf(string id) => $"{Records}/{Uri.EscapeDataString(id)}";

    /// <summary>A literal in the lower case that tolower() compares with.</summary>
    private static string Lower(string value) => FilterText.Quote(value.ToLowerInvariant());

    private static void CheckComplete(UserPfxRecord record)
    {
        if (Guard.NotNull(record).EncryptedPfxBlob is not { Length: > 0 } || string.IsNullOrEmpty(record.EncryptedPfxPassword))
        {
            throw new ArgumentException(
                "The record has no PFX or no password; one read from the service cannot be sent back.", nameof(record));
        }
    }

    private async Task<UserPfxRecord?> SendAsync(GraphRequestSubject subject, HttpMethod method, string address,
        UserPfxRecord? record, CancellationToken cancellationToken) =>
        await _transport.SendAsync(subject, method, address, record is null ? null : UserPfxJson.Write(record), cancellationToken)
            .ConfigureAwait(false) is { } answer ? UserPfxJson.Read(answer) : null;
}

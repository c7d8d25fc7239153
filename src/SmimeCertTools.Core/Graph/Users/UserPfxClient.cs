using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Beta;
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
    private readonly GraphServiceClient _graph;
    private readonly UserPfxCertificatesRequestBuilder _records;
    private readonly string _betaUrl;

    /// <summary>Creates a client of <paramref name="connection"/>, which stays the caller's.</summary>
    public UserPfxClient(GraphConnection connection)
    {
        var http = Guard.NotNull(connection).Http;
        GraphUri = connection.GraphUri;
        Policy = connection.Policy;
        _betaUrl = GraphUri.AbsoluteUri.TrimEnd('/') + "/beta";

        // The token is the HTTP client's business (TokenHandler), because each try needs a fresh one.
        var adapter = new HttpClientRequestAdapter(
            new AnonymousAuthenticationProvider(), new JsonParseNodeFactory(), new JsonSerializationWriterFactory(), http);
        adapter.BaseUrl = _betaUrl;
        _graph = new GraphServiceClient(adapter, _betaUrl);
        _records = new UserPfxCertificatesRequestBuilder(adapter);
        Batch = new BatchSender(http, _betaUrl, Policy, connection.Pacer);
    }

    internal Uri GraphUri { get; }

    internal RetryPolicy Policy { get; }

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

        // A ready address: the SDK reads its query parameter classes by reflection, which the linked-down assembly does not keep.
        // Guests' names hold a '#', which must be escaped.
        var url = $"{_betaUrl}/users/{Uri.EscapeDataString(userPrincipalName.Trim())}"
            + "?$select=id,userPrincipalName,mail,displayName,proxyAddresses";
        var user = await GraphErrors.SendAsync(
            subject, () => _graph.Users[userPrincipalName].WithUrl(url).GetAsync(null, cancellationToken))
            .ConfigureAwait(false);
        if (user?.Id is not { Length: > 0 } id)
        {
            throw GraphErrors.Unexpected(subject, "the answer is not a user");
        }

        return new GraphUser
        {
            Id = id,
            UserPrincipalName = user.UserPrincipalName ?? userPrincipalName,
            Mail = user.Mail,
            DisplayName = user.DisplayName,
            ProxyAddresses = user.ProxyAddresses?.ToArray() ?? [],
        };
    }

    /// <summary>Starts a listing; pages are read as they are asked for.</summary>
    /// <param name="userPrincipalName">Only this user's records; null for all users.</param>
    /// <param name="thumbprint">
    /// Only this certificate's records; null for all. Without a user it is matched here, not by the service.
    /// </param>
    public UserPfxPager List(string? userPrincipalName = null, string? thumbprint = null)
    {
        var user = userPrincipalName?.Trim();
        var print = thumbprint?.Trim();
        // Matched here as well: a service that ignores a filter must not make somebody else's record the user's.
        return new UserPfxPager(
            this,
            GraphRequestSubject.List(user, print),
            user is null ? null : FilterOf(user, print),
            record =>
                (user is null || Same(record.UserPrincipalName, user)) && (print is null || Same(record.Thumbprint, print)));
    }

    /// <summary>All records of a user, all pages.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<UserPfxRecord>> ListUserAsync(string userPrincipalName, CancellationToken cancellationToken) =>
        ReadAllAsync(List(Guard.NotBlank(userPrincipalName)), cancellationToken);

    /// <summary>The record of <paramref name="thumbprint"/> for a user; null when there is none.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<UserPfxRecord?> FindAsync(string userPrincipalName, string thumbprint, CancellationToken cancellationToken)
    {
        var pager = List(Guard.NotBlank(userPrincipalName), Guard.NotBlank(thumbprint));
        return (await ReadAllAsync(pager, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>Sends a new record, once.</summary>
    /// <returns>The record as the service answered; null when the answer is none. A look-up tells then.</returns>
    /// <exception cref="ArgumentException">The record has no PFX or no password.</exception>
    /// <exception cref="GraphRequestException">
    /// It failed; see <see cref="GraphRequestException.IsOutcomeUnknown"/>.
    /// </exception>
    public Task<UserPfxRecord?> CreateAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        CheckComplete(record);
        return AnswerAsync(
            GraphRequestSubject.Upload(record.UserPrincipalName, record.Thumbprint),
            () => _records.PostAsync(UserPfxMapping.ToWire(record), cancellationToken));
    }

    /// <summary>Replaces the record <paramref name="id"/> by one PATCH with all members of <paramref name="record"/>.</summary>
    /// <returns>As above.</returns>
    /// <exception cref="ArgumentException">The record has no PFX or no password.</exception>
    /// <exception cref="GraphRequestException">It failed.</exception>
    public Task<UserPfxRecord?> UpdateAsync(string id, UserPfxRecord record, CancellationToken cancellationToken)
    {
        Guard.NotBlank(id);
        CheckComplete(record);
        return AnswerAsync(
            GraphRequestSubject.Update(record.UserPrincipalName, record.Thumbprint),
            () => _records[id].PatchAsync(UserPfxMapping.ToWire(record), cancellationToken));
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

        return GraphErrors.SendAsync(
            GraphRequestSubject.Delete(record.UserPrincipalName, record.Thumbprint), () => DeleteOnceAsync(id, cancellationToken));
    }

    /// <summary>The record of an id; null when there is none.</summary>
    /// <exception cref="GraphRequestException">The request failed.</exception>
    public async Task<UserPfxRecord?> GetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(
                GraphRequestSubject.List(null, Guard.NotBlank(id)), () => _records[id].GetAsync(cancellationToken))
                .ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound)
        {
            return null;
        }
    }

    internal Task<UserPfxCertificateCollection?> GetPageAsync(
        GraphRequestSubject subject, string? filter, string? nextLink, CancellationToken cancellationToken) =>
        GraphErrors.SendAsync(
            subject,
            () => nextLink is null
                ? _records.GetAsync(filter, cancellationToken)
                : _records.WithUrl(nextLink).GetAsync(null, cancellationToken));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The filter that lists a user's records, or one of them.</summary>
    internal static string FilterOf(string userPrincipalName, string? thumbprint) =>
        $"tolower(userPrincipalName) eq '{Literal(userPrincipalName)}'"
        + (thumbprint is null ? "" : $" and tolower(thumbprint) eq '{Literal(thumbprint)}'");

    /// <summary>A string inside an OData literal, in the lower case that tolower() compares with.</summary>
    private static string Literal(string value) => value.ToLowerInvariant().Replace("'", "''");

    private static void CheckComplete(UserPfxRecord record)
    {
        if (Guard.NotNull(record).EncryptedPfxBlob is not { Length: > 0 } || string.IsNullOrEmpty(record.EncryptedPfxPassword))
        {
            throw new ArgumentException(
                "The record has no PFX or no password; one read from the service cannot be sent back.", nameof(record));
        }
    }

    private static async Task<IReadOnlyList<UserPfxRecord>> ReadAllAsync(UserPfxPager pager, CancellationToken cancellationToken)
    {
        var all = new List<UserPfxRecord>();
        while (await pager.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    private static async Task<UserPfxRecord?> AnswerAsync(GraphRequestSubject subject, Func<Task<UserPfxCertificate?>> send) =>
        await GraphErrors.SendAsync(subject, send).ConfigureAwait(false) is { } answer ? UserPfxMapping.FromWire(answer) : null;

    private async Task<bool> DeleteOnceAsync(string id, CancellationToken cancellationToken)
    {
        await _records[id].DeleteAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>/beta/deviceManagement/userPfxCertificates with the habits of the service.</summary>
internal sealed class UserPfxResource(IIntuneTenant state, IServiceOptions options) : IGraphResource
{
    private const string Context = "deviceManagement/userPfxCertificates";

    // Known to work: the user, or the user and the thumbprint, each an equality with or without tolower.
    private static readonly FilterRules Rules = new()
    {
        Fields = ["userPrincipalName", "thumbprint"],
        Operators = ["eq"],
        Functions = ["tolower"],
        Comparison = StringComparison.Ordinal,
        Refusal = _ => UnknownFilter(),
    };

    private readonly UserPfxWriter _writer = new(state, options);
    private readonly DeletedRecords _deleted = new(options);

    public SandboxResponse? Answer(SandboxRequest request)
    {
        if (request.Below("deviceManagement", "userPfxCertificates") is not { Count: < 2 } path)
        {
            return null;
        }

        Authorization.RequireAccess(request, Permission.ConfigurationRead, Permission.ConfigurationReadWrite);
        return (request.Method, path) switch
        {
            ("GET", []) => List(request, QueryOptions.Parse(request, Rules)),
            ("POST", []) => One(request, _writer.Create(request), status: 201),
            ("GET", ["$count"]) => SandboxResponse.Number(Find(QueryOptions.Parse(request, Rules).Filter).Count),
            ("GET", [var id]) => CollectionPage.Single(request, QueryOptions.Parse(request), Context, ToJson(Existing(id))),
            ("PATCH", [var id]) => One(request, _writer.Update(request, Existing(id))),
            ("DELETE", [var id]) => Delete(id),
            _ => throw RequestRefusedException.MethodNotAllowed(request.Method),
        };
    }

    public static RequestRefusedException NotFound(string id) =>
        new(404, "ResourceNotFound", "An error has occurred", $"there is no record {id}") { IsIntune = true };

    private static SandboxResponse One(SandboxRequest request, StoredUserPfx record, int status = 200) =>
        CollectionPage.Single(request, new QueryOptions(), Context, ToJson(record), status);

    private SandboxResponse List(SandboxRequest request, QueryOptions query) =>
        CollectionPage.Create(request, query, Find(query.Filter), record => record.Id, options.PageSize, Context, ToJson);

    private StoredUserPfx Existing(string id) => state.UserPfxCertificates.Find(id) ?? throw NotFound(id);

    private static RequestRefusedException UnknownFilter() => RequestRefusedException.IntuneBadRequest(
        "this $filter is not one that is known to work: tolower(userPrincipalName) eq '…' [and tolower(thumbprint) eq '…']");

    private SandboxResponse Delete(string id)
    {
        var record = state.UserPfxCertificates.Find(id);
        var note = _writer.Delete(id);
        if (record is not null && note is null)
        {
            _deleted.Add(record);
        }

        return SandboxResponse.NoContent(note);
    }

    private IReadOnlyList<StoredUserPfx> Find(Filter? filter)
    {
        if (filter is null)
        {
            return [.. _deleted.Show(state.UserPfxCertificates.All, null)];
        }

        return filter.Clauses.ToLookup(clause => clause.Field) is var fields && fields["userPrincipalName"].Count() == 1
            && fields["thumbprint"].Count() <= 1
            && fields["userPrincipalName"].Single().Values[0] is { } user
            ? [.. _deleted.Show(state.UserPfxCertificates.ForUser(user), user).Where(record => filter.Accepts(ToJson(record)))]
            : throw UnknownFilter();
    }

    // What was uploaded cannot be read back.
    private static JsonObject ToJson(StoredUserPfx record) => new()
    {
        ["id"] = record.Id,
        ["thumbprint"] = record.Thumbprint,
        ["intendedPurpose"] = record.IntendedPurpose,
        ["userPrincipalName"] = record.UserPrincipalName,
        ["startDateTime"] = MemberReader.Date(record.StartDateTime),
        ["expirationDateTime"] = MemberReader.Date(record.ExpirationDateTime),
        ["providerName"] = record.ProviderName,
        ["keyName"] = record.KeyName,
        ["paddingScheme"] = record.PaddingScheme,
        ["encryptedPfxBlob"] = "AA==",
        ["encryptedPfxPassword"] = "",
        ["createdDateTime"] = MemberReader.Date(record.CreatedDateTime),
        ["lastModifiedDateTime"] = MemberReader.Date(record.LastModifiedDateTime),
    };
}

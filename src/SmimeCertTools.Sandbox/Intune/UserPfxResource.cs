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

    public SandboxResponse? Answer(SandboxRequest request)
    {
        if (request.Segments[0] != "beta")
        {
            return null;
        }

        if (request.Matches(1, "deviceManagement", "userPfxCertificates"))
        {
            return Collection(request);
        }

        if (request.Matches(1, "deviceManagement", "userPfxCertificates", "$count"))
        {
            RequireMethod(request, "GET");
            RequireRead(request);
            var count = Find(QueryOptions.Parse(request, Rules).Filter).Count;
            return new SandboxResponse { Status = 200, Text = count.ToString(CultureInfo.InvariantCulture) };
        }

        return request.Matches(1, "deviceManagement", "userPfxCertificates", "*") ? Item(request, request.Segments[3]) : null;
    }

    public static RequestRefusedException NotFound(string id) =>
        new(404, "ResourceNotFound", "An error has occurred", $"there is no record {id}") { IsIntune = true };

    private static void RequireRead(SandboxRequest request) =>
        Authorization.Require(request, Permission.ConfigurationRead, Permission.ConfigurationReadWrite);

    private static void RequireMethod(SandboxRequest request, string method)
    {
        if (request.Method != method)
        {
            throw RequestRefusedException.MethodNotAllowed(request.Method);
        }
    }

    private SandboxResponse Collection(SandboxRequest request)
    {
        if (request.Method == "POST")
        {
            Authorization.Require(request, Permission.ConfigurationReadWrite);
            return CollectionPage.Single(request, new QueryOptions(), Context, ToJson(_writer.Create(request)), status: 201);
        }

        RequireMethod(request, "GET");
        RequireRead(request);
        var query = QueryOptions.Parse(request, Rules);
        var keyed = Find(query.Filter).Select(record => KeyValuePair.Create(record.Id, record));
        return CollectionPage.Create(request, query, [.. keyed], options.PageSize, Context, ToJson);
    }

    private SandboxResponse Item(SandboxRequest request, string id)
    {
        switch (request.Method)
        {
            case "GET":
                RequireRead(request);
                return CollectionPage.Single(request, QueryOptions.Parse(request), Context, ToJson(Existing(id)));
            case "PATCH":
                Authorization.Require(request, Permission.ConfigurationReadWrite);
                return CollectionPage.Single(request, new QueryOptions(), Context, ToJson(_writer.Update(request, Existing(id))));
            case "DELETE":
                Authorization.Require(request, Permission.ConfigurationReadWrite);
                return new SandboxResponse { Status = 204, Diagnostic = _writer.Delete(id) };
            default:
                throw RequestRefusedException.MethodNotAllowed(request.Method);
        }
    }

    private StoredUserPfx Existing(string id) => state.UserPfxCertificates.Find(id) ?? throw NotFound(id);

    private static RequestRefusedException UnknownFilter() => RequestRefusedException.IntuneBadRequest(
        "this $filter is not one that is known to work: tolower(userPrincipalName) eq '…' [and tolower(thumbprint) eq '…']");

    private IReadOnlyList<StoredUserPfx> Find(Filter? filter)
    {
        if (filter is null)
        {
            return state.UserPfxCertificates.All;
        }

        return filter.Clauses.ToLookup(clause => clause.Field) is var fields && fields["userPrincipalName"].Count() == 1
            && fields["thumbprint"].Count() <= 1
            ? [.. state.UserPfxCertificates.ForUser(fields["userPrincipalName"].Single().Values[0]!)
                .Where(record => filter.Accepts(ToJson(record)))]
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

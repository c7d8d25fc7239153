using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;

namespace SmimeCertTools.GraphSchema;

/// <summary>Judges request bodies by the metadata of Microsoft Graph.</summary>
public sealed class GraphMetadata
{
    private readonly IEdmModel _model;

    private GraphMetadata(IEdmModel model) => _model = model;

    /// <summary>Reads metadata.</summary>
    /// <param name="path">A CSDL 4.0 file.</param>
    /// <exception cref="InvalidDataException">The file is not valid metadata.</exception>
    public static GraphMetadata Load(string path)
    {
        using var reader = XmlReader.Create(path);
        if (!CsdlReader.TryParse(reader, out var model, out var errors)
            || !model.Validate(out errors))
        {
            throw new InvalidDataException(
                $"{path} is not valid metadata: {string.Join(" ", errors.Select(error => error.ErrorMessage))}");
        }

        return new GraphMetadata(model);
    }

    /// <summary>Whether a type exists and is not abstract.</summary>
    /// <param name="name">Its name without namespace.</param>
    public bool IsConcrete(string name) =>
        _model.FindDeclaredType("microsoft.graph." + name) is IEdmStructuredType { IsAbstract: false };

    /// <summary>Whether a type's member is there and of which type.</summary>
    /// <param name="type">The type's name without namespace.</param>
    /// <param name="member">The member.</param>
    /// <returns>The member's type as the metadata writes it; null where there is none.</returns>
    public string? MemberType(string type, string member) =>
        (_model.FindDeclaredType("microsoft.graph." + type) as IEdmStructuredType)?.FindProperty(member)?.Type.FullName();

    /// <summary>Judges the body of a request.</summary>
    /// <param name="method">POST, PATCH or PUT; others have no body to judge.</param>
    /// <param name="address">The path after the host, such as /beta/deviceManagement/deviceConfigurations; a query is
    /// ignored.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="typeOfProfile">
    /// The type, without namespace, of a profile that a navigation is bound to; null for one that does not exist.
    /// </param>
    /// <returns>What is wrong; empty when nothing.</returns>
    public IReadOnlyList<string> Check(string method, string address, string? body, Func<string, string?> typeOfProfile)
    {
        if (method is not ("POST" or "PATCH" or "PUT"))
        {
            return [];
        }

        var target = RequestTarget.Find(_model, address);
        if (target is null)
        {
            return [$"{address} leads nowhere in the metadata"];
        }

        var check = new BodyCheck(_model, typeOfProfile);
        if (ParseObject(body) is not { } json)
        {
            return ["the body is no JSON object"];
        }

        switch (target.Kind)
        {
            case RequestKind.Action:
                check.Parameters(target.Action!, json);
                break;
            case RequestKind.Reference:
                check.Reference(target.Type, json);
                break;
            case RequestKind.Collection when method == "POST":
                check.Entity(target.Type, json, isNew: true, isTypeAsked: true, string.Empty);
                break;
            case RequestKind.Entity when method is "PATCH" or "PUT":
                check.Entity(target.Type, json, isNew: false, isTypeAsked: true, string.Empty);
                break;
            default:
                return [$"{method} {address} is no request for a {target.Kind}"];
        }

        return check.Problems;
    }

    private static JsonObject? ParseObject(string? body)
    {
        try
        {
            return body is null ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

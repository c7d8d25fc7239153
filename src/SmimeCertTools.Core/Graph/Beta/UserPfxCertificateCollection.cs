using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Kiota.Abstractions.Serialization;

namespace SmimeCertTools.Core.Graph.Beta;

/// <summary>One page of userPfxCertificates.</summary>
internal sealed class UserPfxCertificateCollection : IParsable
{
    /// <summary>The page; null when the answer has no such member.</summary>
    public IReadOnlyList<UserPfxCertificate>? Value { get; private set; }

    /// <summary>The address of the next page; null on the last one.</summary>
    public string? NextLink { get; private set; }

    public static UserPfxCertificateCollection CreateFromDiscriminatorValue(IParseNode parseNode) => new();

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["value"] = node => Value = node.GetCollectionOfObjectValues(UserPfxCertificate.CreateFromDiscriminatorValue)?.ToArray(),
        ["@odata.nextLink"] = node => NextLink = node.GetStringValue(),
    };

    /// <summary>Pages are read, never written.</summary>
    public void Serialize(ISerializationWriter writer) => writer.WriteCollectionOfObjectValues("value", Value);
}

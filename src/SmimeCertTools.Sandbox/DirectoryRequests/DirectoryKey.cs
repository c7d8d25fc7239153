using System;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>How applications and service principals are addressed: by object id, or as (appId='…') by client id.</summary>
internal readonly record struct DirectoryKey(Guid Id, bool IsAppId)
{
    private const string Alternate = "appId=";

    /// <exception cref="RequestRefusedException">It is neither.</exception>
    public static DirectoryKey Parse(string segment)
    {
        var isAppId = segment.StartsWith(Alternate, StringComparison.OrdinalIgnoreCase);
        var text = isAppId ? segment[Alternate.Length..].Trim('\'') : segment;
        return Guid.TryParseExact(text, "D", out var id)
            ? new DirectoryKey(id, isAppId)
            : throw new RequestRefusedException(400, "Request_BadRequest",
                $"Invalid object identifier '{text}'.", "the key is no GUID with dashes");
    }

    /// <summary>Whether it names the object with these ids.</summary>
    public bool Names(Guid id, Guid appId) => IsAppId ? appId == Id : id == Id;
}

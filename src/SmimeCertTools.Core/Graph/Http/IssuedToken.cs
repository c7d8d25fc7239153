namespace SmimeCertTools.Core.Graph.Http;

/// <summary>A token that goes with requests. No record: that would show it when it is printed.</summary>
internal sealed class IssuedToken(string text)
{
    /// <summary>The token, a string because a header is one.</summary>
    public string Text => text;
}

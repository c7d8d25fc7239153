namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A profile that refers to another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="ODataType">Its type without namespace.</param>
/// <param name="Navigation">The navigation that leads to the other, such as smimeSigningCertificate.</param>
public sealed record ProfileReferrer(string Id, string DisplayName, string ODataType, string Navigation)
{
    /// <inheritdoc/>
    public override string ToString() => $"'{DisplayName}' ({Navigation}, {Id})";
}

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Whether an account may use a key, as far as its access list alone tells.</summary>
public enum ConnectorKeyUse
{
    /// <summary>An entry of its own, or one for everyone, allows it.</summary>
    Allowed,

    /// <summary>An entry of its own, or one for everyone, denies it.</summary>
    Denied,

    /// <summary>
    /// It depends on a group that is allowed or denied, such as Administrators: who is a member is not in the list.
    /// </summary>
    DependsOnGroup,

    /// <summary>No entry allows it, neither its own nor a group's.</summary>
    NotListed,

    /// <summary>The provider shows no access list.</summary>
    Unknown,
}

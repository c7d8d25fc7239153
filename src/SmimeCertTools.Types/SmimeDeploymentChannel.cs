namespace SmimeCertTools.Types;

/// <summary>The channel by which a profile reaches a Mac.</summary>
public enum SmimeDeploymentChannel
{
    /// <summary>The device's channel: the system keychain.</summary>
    DeviceChannel,

    /// <summary>The user's channel: the login keychain, in which mail clients look.</summary>
    UserChannel,
}

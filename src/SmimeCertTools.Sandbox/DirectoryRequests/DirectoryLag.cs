using System;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>
/// How long what was created in one place is not seen in another: the directory is consistent in the end only.
/// </summary>
internal sealed class DirectoryLag(TimeSpan lag, TimeProvider clock)
{
    public TimeProvider Clock => clock;

    /// <summary>Whether something is seen that was created at a timestamp of the clock.</summary>
    public bool Shows(long created) => clock.GetElapsedTime(created) >= lag;
}

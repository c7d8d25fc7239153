using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Status;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>What turns S/MIME on in the mail client of a platform, for one user.</summary>
public sealed class SmimeUserMailClient
{
    private readonly UserMailClient _client;

    internal SmimeUserMailClient(UserMailClient client) => _client = client;

    /// <summary>The platform.</summary>
    public SmimePlatform Platform => _client.Platform;

    /// <summary>Whether a profile does it; false where the person must; null where nobody can tell.</summary>
    public bool? IsAutomatic => _client.IsAutomatic;

    /// <summary>How, and what the person must do.</summary>
    public string Message => _client.Message.Visible();

    /// <summary>The platform and how.</summary>
    public override string ToString() => ViewText.Text($"{Platform}: {Message}");
}

using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Plays the CA behind PKCS profiles: one signing certificate for each profile and device.</summary>
internal sealed class PkcsIssuer(CertificateFactory? authority, TimeProvider clock) : IDisposable
{
    // Making keys takes a while, and nobody ever uses these: they serve all sandboxes of the process, and all their devices.
    private static readonly Lazy<AuthorityKeys> Keys = new();
    private static readonly Lazy<RSA> DeviceKey = new(() => RSA.Create(2048));

    private readonly Lazy<CertificateFactory> _own = new(() => new CertificateFactory("Sandbox", clock, Keys.Value));

    private readonly ConcurrentDictionary<(string Profile, Guid Device), Lazy<byte[]>> _issued = new();

    /// <summary>The certificate of a device; the same each time. The caller disposes it.</summary>
    public IssuedCertificate Issue(IntuneEntity profile, ManagedDevice device)
    {
        var issued = _issued.GetOrAdd((profile.Id, device.Id), _ => new Lazy<byte[]>(() => Create(profile, device)));
        return new IssuedCertificate(profile.Id, profile.DisplayName,
            $"{profile.Text("certificationAuthority")}\\{profile.Text("certificationAuthorityName")}",
            X509CertificateLoader.LoadCertificate(issued.Value));
    }

    public void Dispose()
    {
        if (_own.IsValueCreated)
        {
            _own.Value.Dispose();
        }
    }

    private byte[] Create(IntuneEntity profile, ManagedDevice device)
    {
        var now = clock.GetUtcNow();
        var length = int.Parse(profile.Values["certificateValidityPeriodValue"]!.ToString(), CultureInfo.InvariantCulture);
        var person = new PersonCertificate
        {
            MailAddress = device.User.Mail,
            CommonName = device.User.DisplayName,
            Usage = CertificateUsage.Signing,
            NotBefore = now.AddMinutes(-5),
            NotAfter = profile.Text("certificateValidityPeriodScale") switch
            {
                "days" => now.AddDays(length),
                "months" => now.AddMonths(length),
                _ => now.AddYears(Math.Min(length, 20)),
            },
        };
        lock (Keys)
        {
            using var certificate = (authority ?? _own.Value).Issue(person, DeviceKey.Value);
            return certificate.RawData;
        }
    }
}

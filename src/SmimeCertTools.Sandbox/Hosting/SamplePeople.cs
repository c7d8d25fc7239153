using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>One certificate of the sample deployment, with its key in a PFX file.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Pfx">The file.</param>
/// <param name="Thumbprint">SHA-1, 40 upper-case hexadecimal digits.</param>
/// <param name="NotBefore">First moment of validity.</param>
/// <param name="NotAfter">Last moment of validity.</param>
public sealed record SampleCertificate(
    string User, string Name, byte[] Pfx, string Thumbprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>The CA and the people's certificates of the sample deployment. Made once, since keys take time.</summary>
public sealed class SamplePeople
{
    /// <summary>The users.</summary>
    public static readonly IReadOnlyList<string> Users = ["anna@contoso.com", "bert@contoso.com", "carla@contoso.com"];

    private static readonly Lazy<SamplePeople> Made = new(() => new SamplePeople());

    private readonly CertificateFactory _factory = new("Contoso");

    private readonly Lazy<X509Certificate2> _signingAuthority;

    private SamplePeople()
    {
        _signingAuthority = new(() => Authority("Contoso Signing CA"));

        // To the second, as certificates have it: one ends where the next begins.
        var now = DateTimeOffset.UtcNow;
        Now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var current = Now.AddDays(-200);
        Certificates =
        [
            .. Users.SelectMany(user => new[]
            {
                Issue(user, "2024", current.AddDays(-365), current),
                Issue(user, "2025", current, current.AddDays(365)),
            }),
        ];
        Gapped = Issue(Users[2], "gap", current.AddDays(-365), current.AddDays(-60));
        Ending = Issue(Users[2], "ending", current, Now.AddDays(10));
        Signing = Issue(Users[2], "signing", current.AddDays(-365), current, CertificateUsage.Signing);
        Next = Issue(Users[2], "next", current, Now.AddDays(730));
        NextSigning = Issue(Users[2], "next-signing", Now.AddDays(-1), Now.AddDays(730), CertificateUsage.Signing);
    }

    /// <summary>The one set of this process.</summary>
    public static SamplePeople Shared => Made.Value;

    /// <summary>When they were made.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The password of all files.</summary>
    public string Password { get; } = RandomPassword.Create();

    /// <summary>Each user's encryption certificates: one that has expired and the one that follows it.</summary>
    public IReadOnlyList<SampleCertificate> Certificates { get; }

    /// <summary>The root of all.</summary>
    public X509Certificate2 Root => _factory.Root;

    /// <summary>The CA that issued to the users.</summary>
    public X509Certificate2 Issuing => _factory.Issuing;

    /// <summary>Another CA below the root, which issues certificates for signing and none of the files.</summary>
    public X509Certificate2 SigningAuthority => _signingAuthority.Value;

    internal SampleCertificate Gapped { get; }

    internal SampleCertificate Ending { get; }

    internal SampleCertificate Signing { get; }

    /// <summary>What the CA has issued to a user and nobody has imported yet.</summary>
    internal SampleCertificate Next { get; }

    internal SampleCertificate NextSigning { get; }

    /// <summary>The issuing CA's certificate once more, with another end.</summary>
    internal byte[] IssuingUntil(DateTimeOffset end)
    {
        using var key = Issuing.GetRSAPrivateKey()!;
        var request = new CertificateRequest(Issuing.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (var extension in Issuing.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var again = request.Create(Root, Now.AddYears(-1), end, RandomNumberGenerator.GetBytes(8));
        return again.RawData;
    }

    private X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = CertificateExtensions.Authority(name, "Contoso", key, pathLength: 0);
        request.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyIdentifier(Root));
        return request.Create(Root, Now.AddYears(-1), Now.AddYears(4), RandomNumberGenerator.GetBytes(8));
    }

    private SampleCertificate Issue(string user, string year, DateTimeOffset from, DateTimeOffset to,
        CertificateUsage usage = CertificateUsage.Encryption)
    {
        using var certificate = _factory.Issue(new PersonCertificate
        {
            MailAddress = user,
            Usage = usage,
            NotBefore = from,
            NotAfter = to,
        });
        return new SampleCertificate(user, $"{user.Split('@')[0]}-{year}.pfx",
            PfxWriter.Write(certificate, Password, new PfxWriteOptions { Chain = _factory.CreateChain() }),
            certificate.Thumbprint, from, to);
    }
}

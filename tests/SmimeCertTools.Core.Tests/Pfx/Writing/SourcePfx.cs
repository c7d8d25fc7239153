using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Tests.Pfx.Writing;

/// <summary>
/// PFX files with any number of people and authorities, made by .NET as a producer independent of this library.
/// </summary>
internal sealed class SourcePfx : IDisposable
{
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Shared by all files: a certificate made for one may be put into another. .NET does not hand out the ECDSA key of a
    // certificate that is not for signing, so keys are kept apart.
    private static readonly ConcurrentDictionary<string, byte[]> Keys = new();

    private readonly List<(X509Certificate2 Certificate, string? Name, bool WithKey)> _entries = [];
    private readonly List<X509Certificate2> _made = [];

    /// <summary>The password of the file.</summary>
    public string Password { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(12));

    /// <summary>Makes a certificate with its key, without putting it into the file.</summary>
    public X509Certificate2 Make(
        string name,
        X509Certificate2? issuer = null,
        bool isAuthority = false,
        X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature,
        string extendedKeyUsage = EmailProtection)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | usage, true));
        }
        else
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(extendedKeyUsage)], false));
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(name.Replace(' ', '.') + "@contoso.com");
            request.CertificateExtensions.Add(names.Build());
        }

        using var issuerKey = issuer is null ? null : KeyOf(issuer);
        var made = request.Create(
            issuer?.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(issuerKey ?? key),
            Start,
            Start.AddYears(1),
            RandomNumberGenerator.GetBytes(9));
        Keys[made.Thumbprint] = key.ExportPkcs8PrivateKey();
        _made.Add(made);
        return made;
    }

    /// <summary>Puts a certificate and its key into the file.</summary>
    public SourcePfx AddPair(X509Certificate2 certificate, string? friendlyName = null)
    {
        _entries.Add((certificate, friendlyName, true));
        return this;
    }

    /// <summary>Puts a certificate without a key into the file.</summary>
    public SourcePfx AddCertificate(X509Certificate2 certificate)
    {
        _entries.Add((certificate, null, false));
        return this;
    }

    /// <summary>The file.</summary>
    /// <param name="extraKey">A key that belongs to none of the certificates.</param>
    /// <param name="inClear">Whether keys and certificates are not encrypted.</param>
    public byte[] Encode(AsymmetricAlgorithm? extraKey = null, bool inClear = false)
    {
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100);
        var contents = new Pkcs12SafeContents();
        foreach (var (certificate, name, withKey) in _entries)
        {
            var bag = contents.AddCertificate(certificate);
            if (name is not null)
            {
                bag.Attributes.Add(new Pkcs9AttributeObject("1.2.840.113549.1.9.20", EncodeName(name)));
            }

            if (withKey)
            {
                using var key = KeyOf(certificate);
                AddKey(key);
            }
        }

        if (extraKey is not null)
        {
            AddKey(extraKey);
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac(Password, HashAlgorithmName.SHA256, 100);
        return builder.Encode();

        void AddKey(AsymmetricAlgorithm key)
        {
            if (inClear)
            {
                contents.AddKeyUnencrypted(key);
            }
            else
            {
                contents.AddShroudedKey(key, Password, encryption);
            }
        }
    }

    /// <summary>The file, opened by this library.</summary>
    public PfxContents Open(AsymmetricAlgorithm? extraKey = null)
    {
        using var password = SecretText.Copy(Password);
        return PfxReader.Open(Encode(extraKey), password);
    }

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    private static ECDsa KeyOf(X509Certificate2 certificate)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Keys[certificate.Thumbprint], out _);
        return key;
    }

    private static byte[] EncodeName(string name)
    {
        var text = System.Text.Encoding.BigEndianUnicode.GetBytes(name);
        return [0x1E, checked((byte)text.Length), .. text];
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>A PFX file under test: every default gives one that no rule has anything to say about.</summary>
internal sealed record PreflightFile
{
    public IReadOnlyList<PreflightPerson> People { get; init; } = [new()];

    /// <summary>The certificates after the people's; the authorities when null.</summary>
    public IReadOnlyList<X509Certificate2>? Others { get; init; }

    /// <summary>Whether the others come first.</summary>
    public bool IsReversed { get; init; }

    public bool HasDoubles { get; init; }

    public bool HasStrangeKey { get; init; }

    public bool HasMac { get; init; } = true;

    public bool HasKeyInClear { get; init; }

    public PbeEncryptionAlgorithm Encryption { get; init; } = PbeEncryptionAlgorithm.TripleDes3KeyPkcs12;

    public int Iterations { get; init; } = 1000;

    public string Password { get; init; } = "pass-" + Guid.NewGuid().ToString("N");

    /// <summary>What is done to the finished bytes.</summary>
    public Func<byte[], byte[]>? Change { get; init; }

    public PreflightOptions Options { get; init; } = new();

    /// <summary>Writes the file and tests it.</summary>
    public IReadOnlyList<PreflightFinding> Test(string? otherPassword = null, PreflightOptions? options = null)
    {
        var content = Write();
        using var password = SecretText.Copy(otherPassword ?? Password);
        return PfxPreflight.Check("/anna.pfx", content, password, options ?? Options, PreflightPki.Now);
    }

    /// <summary>Writes the file.</summary>
    public byte[] Write()
    {
        var hash = Encryption == PbeEncryptionAlgorithm.TripleDes3KeyPkcs12 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var parameters = new PbeParameters(Encryption, hash, Iterations);
        var (keys, certificates) = (new Pkcs12SafeContents(), new Pkcs12SafeContents());
        var people = People.Select(PreflightPki.Issue).ToList();
        foreach (var person in people)
        {
            using var key = (AsymmetricAlgorithm?)person.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)person.GetECDsaPrivateKey()
                ?? person.GetECDiffieHellmanPrivateKey()!;
            AddKey(keys, key, parameters);
        }

        if (HasStrangeKey)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            AddKey(keys, key, parameters);
        }

        var others = Others ?? [PreflightPki.Issuing, PreflightPki.Root];
        List<X509Certificate2> all = IsReversed ? [.. others, .. people] : [.. people, .. others];
        foreach (var certificate in HasDoubles ? all.Concat(people) : all)
        {
            certificates.AddCertificate(certificate);
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(keys);
        builder.AddSafeContentsEncrypted(certificates, Password, parameters);
        if (HasMac)
        {
            builder.SealWithMac(Password, hash, Iterations);
        }
        else
        {
            builder.SealWithoutIntegrity();
        }

        people.ForEach(person => person.Dispose());
        var content = builder.Encode();
        return Change?.Invoke(content) ?? content;
    }

    private void AddKey(Pkcs12SafeContents keys, AsymmetricAlgorithm key, PbeParameters parameters)
    {
        if (HasKeyInClear)
        {
            keys.AddKeyUnencrypted(key);
        }
        else
        {
            keys.AddShroudedKey(key, Password, parameters);
        }
    }
}

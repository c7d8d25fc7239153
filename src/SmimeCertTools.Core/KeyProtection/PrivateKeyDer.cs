using System;
using System.Collections.Generic;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Pfx.Keys;
using SmimeCertTools.Core.Secrets;
using PublicKey = SmimeCertTools.Core.Certificates.PublicKey;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Reads PKCS#8 (RFC 5958) in definite-length form.</summary>
internal static class PrivateKeyDer
{
    /// <summary>Decrypts an EncryptedPrivateKeyInfo (RFC 5958 section 3) with what PFX files are decrypted with.</summary>
    /// <param name="der">The structure.</param>
    /// <param name="password">The password.</param>
    /// <param name="scratch">Receives the arrays with secrets, for their owner to overwrite.</param>
    /// <param name="errors">Words the errors.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>The PrivateKeyInfo, a part of one of the arrays.</returns>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="KeyProtectionException">
    /// The password is wrong, the algorithm is not supported, or it takes too much work.
    /// </exception>
    public static ReadOnlyMemory<byte> Decrypt(
        ReadOnlyMemory<byte> der, SecretText password, List<byte[]> scratch, PrivateKeyErrors errors,
        CancellationToken cancellationToken)
    {
        var members = new DerReader(der).EnterSequence();
        var algorithm = members.EnterSequence();
        var data = members.Read(DerTag.OctetString);
        members.Finish();

        var schemeErrors = new PfxErrors(path: null);
        using var deriver = new KeyDeriver(PfxReadOptions.Default.Limits, schemeErrors, cancellationToken);
        using var forms = new PasswordForms(password);
        try
        {
            var scheme = EncryptionScheme.Read(algorithm, deriver, schemeErrors);
            for (var i = 0; i < forms.Primary.Count; i++)
            {
                if ((i == 0 || !scheme.IsSame(forms.Primary[0], forms.Primary[i]))
                    && scheme.Decrypt(data, forms.Primary[i], deriver) is { } plain)
                {
                    scratch.Add(plain);
                    if (TryReadInfo(plain, scratch) is { } info)
                    {
                        return info;
                    }
                }
            }
        }
        catch (PfxException exception)
        {
            // Its words are about PFX files. Two kinds are left once the structure is readable.
            throw exception.Kind == PfxErrorKind.LimitExceeded
                ? errors.LimitExceeded(exception) : errors.Unsupported("is encrypted with an algorithm", exception);
        }

        throw errors.PasswordIncorrect(forms.Hints);
    }

    /// <summary>Checks that a PrivateKeyInfo holds an RSA key of consistent numbers, and writes it anew in DER.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="KeyProtectionException">It is no RSA key that a connector can use.</exception>
    public static SecretBytes Check(ReadOnlyMemory<byte> info, PrivateKeyErrors errors)
    {
        var fields = new DerReader(info).EnterSequence();
        fields.ReadCount();
        var name = KnownNames.KeyAlgorithm(fields.EnterSequence().ReadIdentifier());
        if (name != KnownNames.Rsa)
        {
            throw errors.NotRsa(name is KnownNames.RsaPss ? "RSA-PSS, which only signs" : "of the kind " + name);
        }

        var proof = PrivateKeyReader.Prove(info);
        if (proof.UnsupportedKind is { } kind)
        {
            throw errors.Unsupported("is a key of the kind " + kind);
        }

        if (proof.Identity is null)
        {
            throw errors.Damaged("its numbers do not belong to one RSA key");
        }

        var numbers = RsaPrivateKeyInfo.Read(info);
        try
        {
            var bits = PublicKey.BitLength(numbers.Modulus);
            return bits is >= ConnectorPublicKey.MinimumKeySize and <= ConnectorPublicKey.MaximumKeySize
                ? RsaPrivateKeyInfo.Write(numbers) : throw errors.Weak(bits);
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    private static ReadOnlyMemory<byte>? TryReadInfo(byte[] plain, List<byte[]> scratch)
    {
        try
        {
            var info = BerNormalizer.Normalize(plain, scratch, out _);
            return PrivateKeyReader.IsPrivateKeyInfo(info) ? info : null;
        }
        catch (DerException)
        {
            return null;
        }
    }
}

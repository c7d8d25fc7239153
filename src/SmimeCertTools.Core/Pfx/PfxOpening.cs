using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Pfx.Keys;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>The opening of one PFX: what is derived and decrypted on the way is overwritten when it is disposed of.</summary>
internal sealed class PfxOpening : IDisposable
{
    private const int MaxPadding = 16;

    private readonly List<byte[]> _scratch = [];
    private readonly PasswordForms _password;
    private readonly KeyDeriver _deriver;
    private readonly PfxParser _parser;
    private readonly PfxBags _bags;
    private readonly PfxErrors _errors;
    private readonly CancellationToken _cancellation;

    // The forms to try on an encrypted part: all likely ones at first, then those that go with the one proven right.
    private IReadOnlyList<PasswordForm> _forms;
    private ReadOnlyMemory<byte> _file;
    private bool _hasDecrypted;
    private bool _isProven;
    private bool _isTrial;

    public PfxOpening(SecretText password, PfxReadOptions options, PfxErrors errors, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _password = new PasswordForms(password);
        _deriver = new KeyDeriver(options.Limits, errors, cancellationToken);
        _parser = new PfxParser(_scratch, _deriver, errors);
        _bags = new PfxBags(options, _deriver, errors);
        _errors = errors;
        _forms = _password.Primary;
    }

    /// <summary>
    /// Opens the file if the password is its own. Of another password no more is derived than what tells it: whether the file was
    /// changed is not asked.
    /// </summary>
    /// <exception cref="DerException">Its structure is broken.</exception>
    /// <exception cref="PfxException">It cannot be opened for another reason than the password.</exception>
    public PfxContents? Try(ReadOnlyMemory<byte> file)
    {
        _isTrial = true;
        try
        {
            return Run(file);
        }
        catch (PfxException e) when (!_isProven && e.Kind is PfxErrorKind.PasswordIncorrect or PfxErrorKind.ProtectedToAccount)
        {
            return null;
        }
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="DerException">Its structure is broken.</exception>
    /// <exception cref="PfxException">It cannot be opened for another reason.</exception>
    public PfxContents Run(ReadOnlyMemory<byte> file)
    {
        _file = file;
        var (content, mac) = _parser.ReadOuter(file);

        // All structure that is in clear is read before any derivation: a broken file is then told from a wrong password, and for
        // free.
        var parts = _parser.ReadParts(content);
        var readable = new ReadOnlyMemory<byte>?[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            readable[i] = parts[i].Scheme is null ? _parser.NormalizeWhole(parts[i].Content) : null;
        }

        if (mac is not null)
        {
            CheckIntegrity(mac, content, parts);
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var (part, scheme) = (parts[i].Content, parts[i].Scheme);
            if (scheme is not null && !part.IsEmpty)
            {
                readable[i] = Decrypt(part, scheme, isKey: false)
                    ?? throw (mac is null ? WrongPassword() : _errors.OtherPassword("a part"));
            }

            if (readable[i] is { } contents)
            {
                _bags.Read(contents, scheme is null ? null : PfxEncryption.Of(scheme));
            }
        }

        var protection = new PfxProtection
        {
            MacAlgorithm = mac?.Name,
            MacIterations = mac?.Iterations ?? 0,
            CertificateEncryption = _bags.CertificateEncryption,
            KeyEncryption = _bags.KeyEncryption,
        };
        return PfxPairing.Pair(_bags, OpenKeys(), protection, _parser.HasUnreadableParts, _errors, _cancellation);
    }

    public void Dispose()
    {
        SecretBytes.Zero(_scratch);

        _deriver.Dispose();
        _password.Dispose();
    }

    private void CheckIntegrity(MacScheme mac, ReadOnlyMemory<byte> content, List<PfxPart> parts)
    {
        foreach (var form in _password.Primary)
        {
            if (mac.Verifies(content.Span, form, _deriver))
            {
                _isProven = true;
                _forms = [form, .. _password.Primary.Where(other => other != form), .. _password.Fallback];
                return;
            }
        }

        // The content tells a wrong password from a file that was changed after it was written.
        if (!_isTrial && parts.Find(part => part.Scheme is not null && !part.Content.IsEmpty) is { Scheme: { } scheme } encrypted
            && Decrypt(encrypted.Content, scheme, isKey: false) is not null)
        {
            throw _errors.Damaged("the password opens it, but its integrity check fails: it was changed after it was written.");
        }

        throw WrongPassword();
    }

    // Export for accounts of a domain leaves the password in the file, under the data protection of the domain.
    private PfxException WrongPassword() => ProtectedPassword.IsIn(_file.Span)
        ? _errors.ProtectedToAccount(_password.IsBlank) : _errors.PasswordIncorrect(_password.Hints);

    private List<ReadOnlyMemory<byte>> OpenKeys()
    {
        var keys = new List<ReadOnlyMemory<byte>>();
        foreach (var bag in _bags.Keys)
        {
            var key = bag.Scheme is null ? bag.Content : Decrypt(bag.Content, bag.Scheme, isKey: true);
            if (key is null)
            {
                // Certificates that were decrypted before have proven the password as well as an integrity check does.
                throw _isProven || _hasDecrypted
                    ? _errors.OtherPassword("a private key") : WrongPassword();
            }

            if (!PrivateKeyReader.IsPrivateKeyInfo(key.Value))
            {
                throw _errors.Damaged("a private key in it cannot be read.");
            }

            keys.Add(key.Value);
        }

        return keys;
    }

    /// <summary>Decrypts and normalizes; null when no form of the password gives a whole structure.</summary>
    private ReadOnlyMemory<byte>? Decrypt(ReadOnlyMemory<byte> data, EncryptionScheme scheme, bool isKey)
    {
        for (var i = 0; i < _forms.Count; i++)
        {
            var form = _forms[i];
            if (_forms.Take(i).Any(tried => scheme.IsSame(tried, form)) || scheme.Decrypt(data, form, _deriver) is not { } plain)
            {
                continue;
            }

            _scratch.Add(plain);
            if (IsStructure(plain, isKey, out var normalized))
            {
                _hasDecrypted = true;
                return normalized;
            }
        }

        return _isProven ? DecryptUnpadded(data, scheme, isKey) : null;
    }

    // GnuPG 2.2 and 2.4 wrote parts with a wrong padding. The integrity check has vouched for the password, so the structure may
    // decide.
    private ReadOnlyMemory<byte>? DecryptUnpadded(ReadOnlyMemory<byte> data, EncryptionScheme scheme, bool isKey)
    {
        if (scheme.Decrypt(data, _forms[0], _deriver, keepPadding: true) is not { } plain)
        {
            return null;
        }

        _scratch.Add(plain);
        try
        {
            var normalized = BerNormalizer.Normalize(plain, _scratch, out var consumed);
            return normalized.Span[0] == DerTag.Sequence && plain.Length - consumed <= MaxPadding
                && (!isKey || PrivateKeyReader.IsPrivateKeyInfo(normalized))
                ? normalized : null;
        }
        catch (DerException)
        {
            return null;
        }
    }

    private bool IsStructure(byte[] plain, bool isKey, out ReadOnlyMemory<byte> normalized)
    {
        normalized = default;
        if (plain.Length == 0 || plain[0] != DerTag.Sequence)
        {
            return false;
        }

        try
        {
            normalized = _parser.NormalizeWhole(plain);
            return !isKey || PrivateKeyReader.IsPrivateKeyInfo(normalized);
        }
        catch (DerException)
        {
            return false;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Messages.Reading;

/// <summary>Messages of many producers, against what OpenSSL and their sources say of them.</summary>
public sealed class MessageCorpusTests(ITestOutputHelper output)
{
    // What OpenSSL's words are here.
    private static readonly Dictionary<string, string> ContentNames = new(StringComparer.Ordinal)
    {
        ["aes-128-cbc"] = "AES-128-CBC",
        ["aes-192-cbc"] = "AES-192-CBC",
        ["aes-256-cbc"] = "AES-256-CBC",
        ["aes-256-gcm"] = "AES-256-GCM",
        ["des-ede3-cbc"] = "3DES-CBC",
    };

    private static readonly Dictionary<string, MessageRecipientKind> Kinds = new(StringComparer.Ordinal)
    {
        ["ktri"] = MessageRecipientKind.KeyTransport,
        ["kari"] = MessageRecipientKind.KeyAgreement,
        ["kekri"] = MessageRecipientKind.SharedKey,
        ["pwri"] = MessageRecipientKind.Password,
    };

    private static readonly Dictionary<string, string> KeyNames = new(StringComparer.Ordinal)
    {
        ["rsaEncryption"] = "RSA",
        ["rsaesOaep"] = "RSA-OAEP",
        ["id-alg-PWRI-KEK"] = "PWRI-KEK",
        ["id-smime-alg-ESDH"] = "Diffie-Hellman (ESDH)",
        ["id-aes128-wrap"] = "AES-128 wrap",
        ["dhSinglePass-stdDH-sha1kdf-scheme"] = "ECDH, SHA-1",
        ["dhSinglePass-stdDH-sha224kdf-scheme"] = "ECDH, SHA-224",
        ["dhSinglePass-stdDH-sha256kdf-scheme"] = "ECDH, SHA-256",
        ["dhSinglePass-stdDH-sha384kdf-scheme"] = "ECDH, SHA-384",
        ["dhSinglePass-stdDH-sha512kdf-scheme"] = "ECDH, SHA-512",
    };

    // OpenSSL refuses these for what its command makes of the text around, for the empty list of digests, or for a
    // time among the unsigned attributes; the digests and
    // signatures in them are right.
    private static readonly string[] RightInSpite =
        ["alice.env.dsig.SHA256.multipart.dave", "alice.env.dsig.SHA384.multipart.dave", "alice.env.dsig.SHA512.multipart.dave",
            "pkcs7-empty-digest-set", "bad_signtime_attr"];

    [CorpusFact]
    public void Every_message_gives_the_recorded_recipients_and_signatures_or_a_named_error()
    {
        using var manifest = SharedCorpus.Manifest("smime-messages");
        List<string> wrong = [];
        var count = 0;
        foreach (var entry in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            count++;
            var file = entry.GetProperty("file").GetString()!;
            foreach (var problem in Compare(file, entry))
            {
                wrong.Add($"{file}: {problem}");
            }
        }

        output.WriteLine(string.Join(Environment.NewLine, wrong));
        Assert.Empty(wrong);
        Assert.Equal(137, count);
    }

    private IEnumerable<string> Compare(string file, JsonElement entry)
    {
        MessageContents contents;
        try
        {
            using var stream = File.OpenRead(SharedCorpus.PathOf(file));
            contents = MessageReader.Read(stream, file, null, CancellationToken.None);
        }
        catch (MessageException e)
        {
            output.WriteLine($"{file}: {e.ErrorId}: {e.Message}");
            var outer = Layers(entry).FirstOrDefault();
            return outer is "pkcs7-envelopedData" or "pkcs7-signedData" or "id-smime-ct-authEnvelopedData"
                && e.ErrorId != "MessageNotSmime"
                    ? [$"refused: {e.Message}"] : [];
        }

        foreach (var problem in contents.Problems)
        {
            output.WriteLine($"{file}: beside: {problem.ErrorId}: {problem.Message}");
        }

        return CompareLayers(contents, entry).Concat(CompareRecipients(contents, entry));
    }

    private static IEnumerable<string> CompareLayers(MessageContents contents, JsonElement entry)
    {
        // Behind what is encrypted nothing can be seen.
        var wanted = entry.GetProperty("layers").EnumerateArray().ToList();
        var encrypted = wanted.FindIndex(layer =>
            layer.GetProperty("type").GetString()!.Contains("nveloped", StringComparison.Ordinal));
        wanted = encrypted < 0 ? wanted : wanted[..(encrypted + 1)];
        foreach (var (layer, found) in wanted.Zip(contents.Layers))
        {
            var type = layer.GetProperty("type").GetString()!;
            if (type.Contains("igned", StringComparison.Ordinal) != found is SignedLayer)
            {
                yield return $"layer {found.Number} is {found.GetType().Name} in place of {type}";
            }
            else if (found is SignedLayer signed && layer.TryGetProperty("signature_math", out var math))
            {
                var good = math.GetString() == "good";
                if (good != signed.Signers.All(signer => signer.State == MessageSignatureState.Verified)
                    && !RightInSpite.Any(entry.GetProperty("file").GetString()!.Contains))
                {
                    yield return $"layer {found.Number}: {string.Join(", ", signed.Signers.Select(signer => signer.State))} "
                        + $"({signed.Signers.FirstOrDefault()?.Problem}) in place of {math.GetString()}";
                }
            }
        }

        if (wanted.Count > contents.Layers.Count)
        {
            yield return $"{contents.Layers.Count} layers in place of {wanted.Count}";
        }
    }

    private static IEnumerable<string> CompareRecipients(MessageContents contents, JsonElement entry)
    {
        if (!entry.TryGetProperty("recipient_kinds", out var kinds))
        {
            yield break;
        }

        var layer = contents.Layers.OfType<EncryptedLayer>().First();
        var wanted = kinds.EnumerateArray().Select(kind => Kinds[kind.GetString()!]);
        if (!layer.Recipients.Select(recipient => recipient.Kind).SequenceEqual(wanted))
        {
            yield return $"recipients {string.Join(", ", layer.Recipients.Select(recipient => recipient.Kind))}";
        }

        if (layer.ContentEncryption != ContentNames[entry.GetProperty("content_encryption").GetString()!])
        {
            yield return $"content {layer.ContentEncryption}";
        }

        foreach (var name in entry.GetProperty("key_encryption").EnumerateArray().Select(name => KeyNames[name.GetString()!]))
        {
            var found = layer.Recipients.Select(recipient => recipient.KeyEncryption).ToList();
            if (!found.Exists(text => text.StartsWith(name, StringComparison.Ordinal)
                || text.EndsWith(", " + name, StringComparison.Ordinal)))
            {
                yield return $"no recipient by {name}: {string.Join("; ", found)}";
            }
        }

        foreach (var recipient in layer.Recipients.Where(recipient =>
            recipient.Kind is MessageRecipientKind.KeyTransport or MessageRecipientKind.KeyAgreement))
        {
            if (recipient.SerialNumber is null == recipient.KeyIdentifier is null)
            {
                yield return "a recipient without a name, or with two";
            }
        }
    }

    private static IEnumerable<string> Layers(JsonElement entry) =>
        entry.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("type").GetString()!);
}

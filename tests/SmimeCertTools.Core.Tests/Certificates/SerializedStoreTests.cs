using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Certificates;
using Xunit;

namespace SmimeCertTools.Core.Tests.Certificates;

public sealed class SerializedStoreTests
{
    [Fact]
    public void A_store_is_byte_by_byte_as_documented()
    {
        // [MS-OSHARED] 2.3.9.1: version, CERT, element 0x20 with encoding 1, length and content, end marker of twelve zeros.
        Assert.Equal(
            [
                0, 0, 0, 0, (byte)'C', (byte)'E', (byte)'R', (byte)'T',
                0x20, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0x30, 1, 5,
                0x20, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x30, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
            SerializedStore.Write([[0x30, 1, 5], [0x30, 0]]));
    }

    [Fact]
    public void An_empty_store_is_header_and_end() => Assert.Equal(20, SerializedStore.Write([]).Length);

    [Fact]
    public void What_was_written_is_read_in_order()
    {
        List<byte[]> certificates = [.. Enumerable.Range(0, 3).Select(i => Certificate($"CN=Root {i}"))];

        Assert.Equal(certificates, SerializedStore.Read(SerializedStore.Write(certificates)));
    }

    [Fact]
    public void Properties_as_Windows_writes_them_are_passed_over()
    {
        var certificate = Certificate("CN=Root");
        var plain = SerializedStore.Write([certificate]);

        // CERT_SHA1_HASH_PROP_ID (3) before the certificate.
        byte[] property = [3, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, .. SHA1.HashData(certificate)];
        byte[] withProperty = [.. plain[..8], .. property, .. plain[8..]];

        Assert.Equal(certificate, Assert.Single(SerializedStore.Read(withProperty)));
    }

    [Fact]
    public void What_breaks_off_or_is_none_is_refused()
    {
        var store = SerializedStore.Write([Certificate("CN=Root")]);

        for (var length = 0; length < store.Length; length++)
        {
            Assert.Throws<FormatException>(() => SerializedStore.Read(store[..length]));
        }

        Assert.Throws<FormatException>(() => SerializedStore.Read([.. store, 0]));
        Assert.Throws<FormatException>(() => SerializedStore.Read(Certificate("CN=Root")));
        byte[] huge = [.. store];
        huge.AsSpan(16, 4).Fill(0xFF);
        Assert.Throws<FormatException>(() => SerializedStore.Read(huge));
    }

    internal static byte[] Certificate(string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return certificate.RawData;
    }
}

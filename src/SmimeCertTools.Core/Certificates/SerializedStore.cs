using System;
using System.Collections.Generic;
using System.IO;

namespace SmimeCertTools.Core.Certificates;

/// <summary>
/// Writes and reads Microsoft's serialized certificate store (.sst), which Windows and Exchange take lists of certificates from.
/// </summary>
/// <remarks>
/// [MS-OSHARED] section 2.3.9.1, DocSigSerializedCertStore: version 0 and the file type CERT, then for each certificate its
/// properties, of which there may be none, and the certificate itself (section 2.3.2.5.1), then the end marker (section
/// 2.3.2.5.2). All numbers are 32 bits, little-endian.
/// </remarks>
public static class SerializedStore
{
    private const uint Version = 0;
    private const uint FileType = 0x54524543;
    private const uint CertificateId = 0x20;
    private const uint Asn1Encoding = 1;
    private const uint EndId = 0;
    private const ulong EndMarker = 0;

    /// <summary>A store of certificates, without properties.</summary>
    /// <param name="certificates">The certificates in DER.</param>
    public static byte[] Write(IEnumerable<byte[]> certificates)
    {
        Guard.NotNull(certificates);
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Version);
        writer.Write(FileType);
        foreach (var certificate in certificates)
        {
            writer.Write(CertificateId);
            writer.Write(Asn1Encoding);
            writer.Write((uint)certificate.Length);
            writer.Write(certificate);
        }

        writer.Write(EndId);
        writer.Write(EndMarker);
        writer.Flush();
        return content.ToArray();
    }

    /// <summary>The certificates of a store, in their order; properties are passed over.</summary>
    /// <exception cref="FormatException">The bytes are no such store, or one that breaks off.</exception>
    public static IReadOnlyList<byte[]> Read(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(Guard.NotNull(content), writable: false));
        try
        {
            if (reader.ReadUInt32() != Version || reader.ReadUInt32() != FileType)
            {
                throw new FormatException("The bytes are no serialized certificate store.");
            }

            List<byte[]> certificates = [];
            while (reader.ReadUInt32() is not EndId and var id)
            {
                var encoding = reader.ReadUInt32();
                var length = reader.ReadUInt32();
                if (encoding != Asn1Encoding || length > content.Length - reader.BaseStream.Position)
                {
                    throw new FormatException("An element of the serialized certificate store is damaged.");
                }

                var value = reader.ReadBytes((int)length);
                if (id == CertificateId)
                {
                    certificates.Add(value);
                }
            }

            return reader.ReadUInt64() == EndMarker && reader.BaseStream.Position == content.Length
                ? certificates
                : throw new FormatException("The serialized certificate store does not end where it says.");
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The serialized certificate store breaks off.", e);
        }
    }
}

namespace SmimeCertTools.Core.Asn1;

/// <summary>Identifier octets (X.690 section 8.1.2) of what PKCS#12 and X.509 use.</summary>
internal static class DerTag
{
    public const byte Boolean = 0x01;
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte ObjectIdentifier = 0x06;
    public const byte Utf8String = 0x0C;
    public const byte PrintableString = 0x13;
    public const byte TeletexString = 0x14;
    public const byte Ia5String = 0x16;
    public const byte UtcTime = 0x17;
    public const byte GeneralizedTime = 0x18;
    public const byte BmpString = 0x1E;
    public const byte ConstructedOctetString = 0x24;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;

    /// <summary>[number], primitive.</summary>
    public static byte Context(int number) => (byte)(0x80 | number);

    /// <summary>[number], constructed.</summary>
    public static byte ContextConstructed(int number) => (byte)(0xA0 | number);
}

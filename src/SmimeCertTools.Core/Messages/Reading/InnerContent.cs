using System.IO;
using System.IO.Compression;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>The content of a CMS structure.</summary>
internal sealed class InnerContent(ByteSource structure, ReadingBudget budget, string? type) : ByteSource
{
    public override Stream Open() => new CmsReader(structure, budget, type).OpenContent();
}

/// <summary>Content that was compressed by ZLIB (RFC 3274). What comes of it counts as read.</summary>
internal sealed class CompressedContent(ByteSource compressed, ReadingBudget budget) : ByteSource
{
    private const int ZlibHeader = 2;

    public override Stream Open() => new Counted(
        new DeflateStream(compressed.Slice(ZlibHeader, long.MaxValue / 2).Open(), CompressionMode.Decompress), budget);

    private sealed class Counted(Stream inner, ReadingBudget budget) : InnerStream(inner)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Inner.Read(buffer, offset, count);
            budget.Take(read);
            return read;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Fuzzing.Seeds;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Messages.Reading;

/// <summary>
/// What a mail of 50 MB costs, in a process of its own that has a heap of 20 MB: whoever held the mail would end there. The
/// process's whole memory is what the operating system says.
/// </summary>
public sealed class MessageMemoryTests(ITestOutputHelper output)
{
    public const string Command = "message-probe";

    private const int Size = 50 << 20;
    private const long Limit = 150L << 20;

    private static readonly Dictionary<string, string> SmallHeap = new() { ["DOTNET_GCHeapHardLimit"] = "0x1400000" };

    [Theory]
    [InlineData("signed", "MessageReader: 1 SignedLayer ContentChanged")]
    [InlineData("attached", "MessageReader: 1 EncryptedLayer")]
    [InlineData("encrypted", "MessageReader: 1 EncryptedLayer")]
    [InlineData("plain", "MessageNotSmime")]
    [InlineData("one line", "MessageNotSmime")]
    [InlineData("endless header", "MessageLimitExceeded")]
    public async Task A_mail_of_50_MB_is_never_held(string kind, string expected)
    {
        using var folder = new TempFolder();
        var path = Write(folder.Combine("mail.eml"), kind);
        Assert.InRange(new FileInfo(path).Length, Size, 2L * Size);

        var written = Encoding.UTF8.GetString(await ToolProcess.RunAsync(
            "dotnet", ["exec", typeof(MessageMemoryTests).Assembly.Location, Command, path], environment: SmallHeap));

        output.WriteLine(written);
        var parts = written.Trim().Split('|');
        Assert.Equal(expected, parts[0]);
        Assert.InRange(long.Parse(parts[1], CultureInfo.InvariantCulture), 1, Limit);
    }

    /// <summary>Reads a mail, and writes what came of it and the most memory that the process had.</summary>
    internal static void Probe(string path, TextWriter writer)
    {
        string outcome;
        try
        {
            var contents = MessageReader.ReadAsync(path, null, CancellationToken.None).GetAwaiter().GetResult();
            outcome = $"MessageReader: {contents.Layers.Count} {contents.Layers[0].GetType().Name}"
                + string.Concat((contents.Layers[0] as SignedLayer)?.Signers.Select(signer => " " + signer.State) ?? []);
        }
        catch (MessageException e)
        {
            outcome = e.ErrorId;
        }

        using var process = Process.GetCurrentProcess();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome}|{process.PeakWorkingSet64}"));
    }

    private static string Write(string path, string kind)
    {
        var seeds = MessageSeeds.Create();
        using var stream = File.Create(path);
        switch (kind)
        {
            case "encrypted":
                Text("From: a@contoso.com\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n");
                Base64(Grown(seeds[0]));
                break;

            case "signed":
                Text("From: a@contoso.com\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
                    + "boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n");
                Fill("QUJD");
                Text("\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(seeds[3]) + "\r\n--b--\r\n");
                break;

            case "attached":
                Text("From: a@contoso.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n");
                Fill("QUJD");
                Text("\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n");
                stream.Write(MessageSeeds.Mail("application/pkcs7-mime", "smime.p7m", seeds[0]));
                Text("\r\n--b--\r\n");
                break;

            case "endless header":
                Text("From: a@contoso.com\r\nSubject: ");
                Fill("abcd", lines: false);
                break;

            default:
                Text("From: a@contoso.com\r\nSubject: plain\r\n\r\n");
                Fill("text", lines: kind == "plain");
                break;
        }

        return path;

        void Text(string text) => stream.Write(Encoding.ASCII.GetBytes(text));

        void Fill(string piece, bool lines = true)
        {
            var line = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 19)) + (lines ? "\r\n" : string.Empty));
            for (var written = 0; written < Size; written += line.Length)
            {
                stream.Write(line);
            }
        }

        void Base64(byte[] content) =>
            Text(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks));
    }

    // The same recipients before content of indefinite length in segments, as programs write that do not hold it either.
    private static byte[] Grown(byte[] structure)
    {
        // ContentInfo, its type, [0], EnvelopedData: none with a length.
        const int Version = 2 + 11 + 2 + 2;
        Assert.Equal([0x30, 0x80, 0x06], structure[..3]);
        Assert.Equal(0x02, structure[Version]);
        byte[] data = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
        var type = structure.AsSpan().IndexOf(data);
        var header = type - new[] { 2, 3, 4 }.First(length => structure[type - length] == 0x30);
        var algorithm = type + data.Length;
        using var stream = new MemoryStream();
        stream.Write([0x30, 0x80]);
        stream.Write(structure.AsSpan(2, 11));
        stream.Write([0xA0, 0x80, 0x30, 0x80]);
        stream.Write(structure.AsSpan()[Version..header]);
        stream.Write([0x30, 0x80]);
        stream.Write(structure.AsSpan()[type..(algorithm + 2 + structure[algorithm + 1])]);
        stream.Write([0xA0, 0x80]);
        var segment = new byte[32 * 1024];
        for (var written = 0; written < Size; written += segment.Length)
        {
            stream.Write([0x04, 0x82, 0x80, 0x00]);
            stream.Write(segment);
        }

        // The ends of content, encrypted content, EnvelopedData, [0] and ContentInfo.
        stream.Write(new byte[10]);
        return stream.ToArray();
    }
}

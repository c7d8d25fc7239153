using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary>
/// <see cref="MessageReader.Read"/>: structures of CMS that are changed, alone and in mails that are changed as well.
/// </summary>
public sealed class MessageTarget : IFuzzTarget
{
    private const int MostChanges = 4;
    private const int LargestForeignFile = 64 * 1024;

    private readonly IReadOnlyList<byte[]> _seeds;
    private readonly IReadOnlyList<byte[]> _foreign;

    /// <param name="foreign">More messages to change; large ones are left out.</param>
    public MessageTarget(IReadOnlyList<byte[]>? foreign = null)
    {
        _seeds = [.. MessageSeeds.Create(), KemSeeds.Message(KemSeeds.Recipient([0x80, 0x02, 0x01, 0x02]))];
        _foreign = [.. (foreign ?? []).Where(file => file.Length <= LargestForeignFile)];
    }

    /// <inheritdoc/>
    public string Name => "message";

    /// <inheritdoc/>
    public FuzzInput Create(FuzzRandom random)
    {
        var log = new List<string>();
        if (_foreign.Count > 0 && random.OneIn(4))
        {
            var at = random.Next(_foreign.Count);
            return new(Change(_foreign[at], random, log), null, "file " + at, log);
        }

        var seed = random.Next(_seeds.Count);
        var content = random.OneIn(3) ? _seeds[seed] : Change(_seeds[seed], random, log);
        var form = random.Next(7);
        content = form switch
        {
            0 => content,
            1 => MessageSeeds.Mail("application/pkcs7-mime", "smime.p7m", content),
            2 => Encoding.ASCII.GetBytes("-----BEGIN CMS-----\n"
                + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\n-----END CMS-----\n"),
            3 => MessageSeeds.Multipart(content, MessageSeeds.Mail("application/octet-stream", "a.p7m", random.Pick(_seeds))),
            4 => TnefSeeds.Create(("SMIME.p7m", content)),
            5 => TnefSeeds.Mail(TnefSeeds.Create(("a.txt", [65]), ("SMIME.p7m", content))),
            _ => MessageSeeds.Multipart(random.Pick(_seeds), MessageSeeds.Mail("application/x-pkcs7-mime", "b.p7m", content)),
        };
        return new(form > 0 && random.OneIn(2) ? Change(content, random, log) : content, null, $"seed {seed}, form {form}", log);
    }

    /// <inheritdoc/>
    public string Run(FuzzInput input)
    {
        try
        {
            using var stream = new MemoryStream(input.Content, writable: false);
            var contents = MessageReader.Read(stream, "mail.eml", null, CancellationToken.None);
            return contents.Layers.Count == 0
                || contents.Layers.OfType<EncryptedLayer>().Any(layer => layer.ContentEncryption.Length == 0)
                ? throw new FuzzFailureException("A message without parts, or a part without an algorithm, came out.")
                : contents.Layers.Any(layer => layer is EncryptedLayer) ? "recipients"
                : ((SignedLayer)contents.Layers[0]).Signers.Select(signer => "signed, " + signer.State)
                    .FirstOrDefault("no signers");
        }
        catch (MessageException e)
        {
            return Enum.IsDefined(e.Kind) && e.Message.Length > 0 && e.Kind != MessageErrorKind.Unreadable
                ? e.Kind.ToString()
                : throw new FuzzFailureException("The reading ended with the error " + e.Kind + ": " + e.Message);
        }
    }

    private byte[] Change(byte[] content, FuzzRandom random, List<string> log)
    {
        for (var i = random.NextSmall(MostChanges); i > 0; i--)
        {
            content = Mutator.Mutate(content, random, _seeds, log);
        }

        return content;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary><see cref="CertificateReader.Read"/>.</summary>
public sealed class CertificateTarget : IFuzzTarget
{
    private const int MostChanges = 4;
    private readonly IReadOnlyList<byte[]> _seeds;

    /// <param name="foreign">More certificates to change, in DER.</param>
    public CertificateTarget(IReadOnlyList<byte[]>? foreign = null) =>
        _seeds = [.. SeedKey.Kinds.Select(kind => SeedKey.Create(kind, "Alice").Certificate), .. foreign ?? []];

    /// <inheritdoc/>
    public string Name => "certificate";

    /// <inheritdoc/>
    public FuzzInput Create(FuzzRandom random)
    {
        var seed = random.Next(_seeds.Count);
        var content = _seeds[seed];
        var log = new List<string>();
        for (var i = random.NextSmall(MostChanges); i > 0; i--)
        {
            content = Mutator.Mutate(content, random, _seeds, log);
        }

        return new(content, null, "certificate " + seed, log);
    }

    /// <inheritdoc/>
    public string Run(FuzzInput input)
    {
        try
        {
            var certificate = CertificateReader.Read(input.Content);
            return certificate.Thumbprint.Length == 40 && certificate.NotBefore.Offset == TimeSpan.Zero
                ? "opened"
                : throw new FuzzFailureException("A certificate without thumbprint or UTC times came out.");
        }
        catch (FormatException)
        {
            return "refused";
        }
    }
}

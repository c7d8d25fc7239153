using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary><see cref="PfxReader.Open"/>, and the choice of the one key pair.</summary>
public sealed class PfxTarget : IFuzzTarget
{
    private const int MostChanges = 4;
    private const int LargestForeignFile = 64 * 1024;

    private readonly List<(PfxRecipe Recipe, int Layers)> _recipes = [];
    private readonly IReadOnlyList<ForeignPfx> _foreign;
    private readonly PfxReadOptions _options;
    private readonly Dictionary<PfxLayer, List<byte[]>> _donors = Enum.GetValues<PfxLayer>()
        .ToDictionary(layer => layer, _ => new List<byte[]>());
    private readonly HashSet<string> _knownContents = [];

    /// <param name="maxIterations">The limit of one key derivation, and five times that of all together.</param>
    /// <param name="foreign">
    /// More files to change, besides those made at run time; large ones, and those that ask for more iterations, are left out.
    /// </param>
    public PfxTarget(int maxIterations = 2048, IReadOnlyList<ForeignPfx>? foreign = null)
    {
        _options = new PfxReadOptions { MaxIterations = maxIterations, MaxTotalIterations = maxIterations * 5L };
        foreach (var recipe in PfxSeeds.Create())
        {
            var layers = 0;
            var file = recipe.Build((layer, content) =>
            {
                layers++;
                _donors[layer].Add(content);
                return content;
            });
            _recipes.Add((recipe, layers));
            if (Learn(file, recipe.Password) is { } error)
            {
                throw new InvalidDataException("The seed '" + recipe.Name + "' does not open.", error);
            }
        }

        // A file that is broken to begin with is as good an input as any.
        _foreign = [.. (foreign ?? []).Where(file => file.Content.Length <= LargestForeignFile
            && Learn(file.Content, file.Password)?.Kind != PfxErrorKind.LimitExceeded)];
    }

    /// <inheritdoc/>
    public string Name => "pfx";

    /// <inheritdoc/>
    public FuzzInput Create(FuzzRandom random)
    {
        var input = _foreign.Count > 0 && random.OneIn(8) ? CreateForeign(random) : CreateOwn(random);
        input = random.OneIn(16) ? input with { CertificatesOnly = true } : input;
        return random.OneIn(32) ? input with { Password = "Other-2" } : input;
    }

    /// <inheritdoc/>
    public string Run(FuzzInput input)
    {
        using var password = input.Password is null ? SecretText.Absent() : SecretText.Copy(input.Password);
        try
        {
            using var contents = PfxReader.Open(input.Content, password, Options(input));
            CheckContents(contents, input);
            return "opened, " + Choice(contents);
        }
        catch (PfxException e)
        {
            CheckError(e, input);
            return e.Kind.ToString();
        }
    }

    private static string Choice(PfxContents contents)
    {
        try
        {
            PfxKeyPairs.Single(contents, null);
            return "one key pair";
        }
        catch (PfxException e)
        {
            return e.Kind.ToString();
        }
    }

    private static void CheckError(PfxException error, FuzzInput input)
    {
        // Short or common words stand in messages anyhow.
        if (input.Password is { Length: > 5 } password && password.Any(char.IsDigit) && password.Any(char.IsLetter)
            && error.Message.Contains(password, StringComparison.Ordinal))
        {
            throw new FuzzFailureException("The error tells the password: " + error.Kind);
        }

        if (!Enum.IsDefined(error.Kind) || error.Message.Length == 0 || error.InnerException is not null
            || error.Kind is PfxErrorKind.Unreadable or PfxErrorKind.NoPrivateKey or PfxErrorKind.MultipleKeyPairs)
        {
            throw new FuzzFailureException("Opening ended with the error " + error.Kind + ": " + error.Message);
        }
    }

    private static string Fingerprint(PfxContents contents) => string.Join(
        ' ', contents.Certificates.Select(certificate => certificate.ThumbprintSha256).Order(StringComparer.Ordinal));

    private PfxReadOptions Options(FuzzInput input) => !input.CertificatesOnly ? _options : new PfxReadOptions
    {
        MaxIterations = _options.MaxIterations,
        MaxTotalIterations = _options.MaxTotalIterations,
        CertificatesOnly = true,
    };

    private FuzzInput CreateOwn(FuzzRandom random)
    {
        var (recipe, layers) = random.Pick(_recipes);
        var log = new List<string>();

        // The layer of each change; the outermost, which is all that an attacker without the password can reach, is likelier.
        var places = new int[random.NextSmall(MostChanges)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = random.OneIn(3) ? layers - 1 : random.Next(layers);
        }

        var at = 0;
        var file = recipe.Build((layer, content) =>
        {
            foreach (var _ in places.Where(place => place == at))
            {
                log.Add(layer + ":");
                content = Mutator.Mutate(content, random, _donors[layer], log);
            }

            at++;
            return content;
        });
        return new(file, recipe.Password, recipe.Name, log) { IsChangedOutside = places.All(place => place == layers - 1) };
    }

    private FuzzInput CreateForeign(FuzzRandom random)
    {
        var file = random.Pick(_foreign);
        var log = new List<string>();
        var content = file.Content;
        for (var i = random.NextSmall(MostChanges); i > 0; i--)
        {
            content = Mutator.Mutate(content, random, _donors[PfxLayer.File], log);
        }

        return new(content, file.Password, file.Name, log) { IsChangedOutside = true };
    }

    private void CheckContents(PfxContents contents, FuzzInput input)
    {
        var thumbprints = contents.Certificates.Select(certificate => certificate.ThumbprintSha256).ToHashSet();
        if (thumbprints.Count != contents.Certificates.Count
            || contents.KeyPairs.Any(
                pair => pair.PrivateKey.Length == 0 || !thumbprints.Contains(pair.Certificate.ThumbprintSha256))
            || contents.KeyPairs.Any(pair => pair.Chain.Any(issuer => !thumbprints.Contains(issuer.ThumbprintSha256))))
        {
            throw new FuzzFailureException("The contents contradict themselves.");
        }

        if (input.CertificatesOnly && (contents.KeyPairs.Count > 0 || contents.UnmatchedKeys.Count > 0))
        {
            throw new FuzzFailureException("Keys were opened although they should not be.");
        }

        // What an integrity check covers cannot be changed from outside.
        if (input.IsChangedOutside && contents.Protection.MacAlgorithm is not null
            && !_knownContents.Contains(Fingerprint(contents)))
        {
            throw new FuzzFailureException("The contents were changed and the integrity check did not tell.");
        }
    }

    private PfxException? Learn(byte[] content, string? password)
    {
        using var text = password is null ? SecretText.Absent() : SecretText.Copy(password);
        try
        {
            using var contents = PfxReader.Open(content, text, _options);
            _knownContents.Add(Fingerprint(contents));
            return null;
        }
        catch (PfxException e)
        {
            return e;
        }
    }
}

/// <summary>A PFX that another program made.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Password">Its password; null is the absent one.</param>
public sealed record ForeignPfx(string Name, byte[] Content, string? Password);

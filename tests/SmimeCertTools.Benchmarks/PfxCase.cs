using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Benchmarks;

/// <summary>One file to open.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Content">The file's bytes.</param>
/// <param name="Floor">Its derivations.</param>
/// <param name="Goals">What is to be reached.</param>
internal sealed record PfxCase(string Name, byte[] Content, BareDerivations Floor, Goals Goals)
{
    /// <summary>The password of all files: made up for this run, for keys that are made up for this run.</summary>
    public const string Password = "correct horse battery staple";

    /// <summary>The limits under which our reader opens it.</summary>
    public static PfxReadOptions Options { get; } = PfxReadOptions.Default;
}

/// <summary>The ratios to reach.</summary>
/// <param name="OverFloor">The most that opening may cost, in bare derivations.</param>
/// <param name="OverPlatform">How many times faster than LoadPkcs12 it has to be; 0 for no goal.</param>
/// <param name="OverBouncyCastle">How many times faster than Pkcs12Store it has to be; 0 for no goal.</param>
internal sealed record Goals(double OverFloor, double OverPlatform = 0, double OverBouncyCastle = 0);

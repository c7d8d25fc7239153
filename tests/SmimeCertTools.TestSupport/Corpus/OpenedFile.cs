using System;
using System.Collections.Generic;

namespace SmimeCertTools.TestSupport.Corpus;

/// <summary>What became of a PFX file that was opened, whichever build and runtime opened it.</summary>
public sealed record OpenedFile
{
    /// <summary>The kind of the error, by name; null when it opened.</summary>
    public string? Error { get; init; }

    /// <summary>An exception that is no error of ours: never right.</summary>
    public string? Unexpected { get; init; }

    /// <summary>Whether it opened.</summary>
    public bool Opened => Error is null && Unexpected is null;

    /// <summary>The SHA-1 thumbprints of its certificates.</summary>
    public IReadOnlySet<string> Certificates { get; init; } = new HashSet<string>();

    /// <summary>Those of the certificates whose private key was proven.</summary>
    public IReadOnlySet<string> Pairs { get; init; } = new HashSet<string>();

    /// <summary>The kind of the error when its one key pair is asked for; null when there is exactly one.</summary>
    public string? SingleError { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Unexpected ?? Error ?? "opened";
}

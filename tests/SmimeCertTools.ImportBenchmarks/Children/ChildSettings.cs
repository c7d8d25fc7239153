using System;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>What a child process is told, on its standard input.</summary>
internal sealed record ChildSettings
{
    /// <summary>The sandbox.</summary>
    public required Uri GraphUri { get; init; }

    /// <summary>A token that it accepts.</summary>
    public required string Token { get; init; }

    /// <summary>The list of certificates.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>The connector's public key, PEM.</summary>
    public required string PublicKeyPath { get; init; }

    /// <summary>How many certificates are worked on at a time.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>Where results are kept; null for nowhere.</summary>
    public string? ResultPath { get; init; }
}

/// <summary>What a child process measured, on its standard output.</summary>
internal sealed record ChildReport
{
    /// <summary>Certificates uploaded.</summary>
    public required int Imported { get; init; }

    /// <summary>Rows and certificates that were not.</summary>
    public required int Failed { get; init; }

    /// <summary>How long the import took, without the start of the process and of PowerShell.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The processor time of the process during that.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>The largest working set the process ever had, in bytes.</summary>
    public required long PeakWorkingSet { get; init; }

    /// <summary>How long what it is compared with took, where the same process measures both.</summary>
    public TimeSpan RivalElapsed { get; init; }

    /// <summary>The processor time of that.</summary>
    public TimeSpan RivalCpu { get; init; }

    /// <summary>The requests sent, as the summary of the import says.</summary>
    public long Requests { get; init; }
}

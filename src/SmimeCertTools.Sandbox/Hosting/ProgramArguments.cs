using System;
using System.Collections.Generic;
using System.Globalization;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The command line.</summary>
internal sealed record ProgramArguments
{
    public const string Help = """
        A Graph-style service on 127.0.0.1, to rehearse without a tenant.

          --port <number>              the port; default 5080
          --https-port <number>        a second port with https, which sign-in needs; 0 is any free one
          --ca-file <file>             https as well, and the CA that clients must trust is written there in PEM
          --config <file>              JSON configuration (docs/sandbox.md)
          --connector-key <file>       the connector's private key in PEM; its password is read from <file>.password or
                                       from the environment variable SMIME_SANDBOX_KEY_PASSWORD
          --provider-name <name>       the key storage provider that records name
          --key-name <name>            the key that records name
          --new-key <folder>           makes a connector key pair in the folder and ends
          --new-samples <folder>       makes that key pair, a CA's certificates, PFX files and a list of them in the folder and
                                       ends
          --help                       this text
        """;

    private const int DefaultPort = 5080;

    public bool IsHelp { get; private init; }

    public int? Port { get; private init; }

    public int? HttpsPort { get; private init; }

    /// <summary>Where the CA of the https port is written.</summary>
    public string? AuthorityPath { get; private init; }

    public string? ConfigurationPath { get; private init; }

    public string? ConnectorKeyPath { get; private init; }

    public string ProviderName { get; private init; } = ConnectorKeyPair.DefaultProviderName;

    public string KeyName { get; private init; } = ConnectorKeyPair.DefaultKeyName;

    public string? NewKeyFolder { get; private init; }

    public string? NewSamplesFolder { get; private init; }

    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static ProgramArguments Parse(IReadOnlyList<string> args)
    {
        var arguments = new ProgramArguments();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name is "--help" or "-h" or "-?")
            {
                return arguments with { IsHelp = true };
            }

            if (!name.StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Count)
            {
                throw new ArgumentException($"'{name}' is unknown or lacks its value. --help lists the arguments.");
            }

            arguments = arguments.With(name, args[++i]);
        }

        return arguments.ConfigurationPath is null && arguments.Port is null ? arguments with { Port = DefaultPort } : arguments;
    }

    private ProgramArguments With(string name, string value) => name switch
    {
        "--port" => this with { Port = ParsePort(value) },
        "--https-port" => this with { HttpsPort = ParsePort(value) },
        "--ca-file" => this with { AuthorityPath = value },
        "--config" => this with { ConfigurationPath = value },
        "--connector-key" => this with { ConnectorKeyPath = value },
        "--provider-name" => this with { ProviderName = value },
        "--key-name" => this with { KeyName = value },
        "--new-key" => this with { NewKeyFolder = value },
        "--new-samples" => this with { NewSamplesFolder = value },
        _ => throw new ArgumentException($"'{name}' is unknown. --help lists the arguments."),
    };

    private static int ParsePort(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port : throw new ArgumentException($"'{value}' is no port: 0 (any free one) to 65535.");
}

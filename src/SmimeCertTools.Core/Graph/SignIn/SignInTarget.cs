using System;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>The one place that decides where to sign in and which Graph that is for.</summary>
/// <param name="Environment">The cloud.</param>
/// <param name="GraphUri">The endpoint.</param>
/// <param name="Authority">The sign-in service; null for a way to sign in that asks none.</param>
/// <param name="DisableInstanceDiscovery">Whether the sign-in service is not looked up at Microsoft's.</param>
internal sealed record SignInTarget(
    SmimeGraphEnvironment Environment, Uri GraphUri, Uri? Authority, bool DisableInstanceDiscovery)
{
    /// <summary>The variable by which Azure's tools are told of another sign-in service.</summary>
    public const string AuthorityVariable = "AZURE_AUTHORITY_HOST";

    /// <summary>Whether this way to sign in asks a sign-in service, and so gives it what it holds.</summary>
    private static bool AsksAuthority(GraphCredential credential) =>
        credential is not (AccessTokenGraphCredential or ManagedIdentityGraphCredential);

    /// <param name="credential">How to sign in.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="authorityVariable">The value of <see cref="AuthorityVariable"/>; null or empty when it is not set.</param>
    /// <exception cref="ArgumentException">An address cannot be used; ParamName says which.</exception>
    /// <exception cref="GraphFailureException">The sign-in service is of no known cloud, and no Graph was named.</exception>
    public static SignInTarget Choose(GraphCredential credential, GraphConnectionOptions options, string? authorityVariable)
    {
        var asksAuthority = AsksAuthority(credential);
        var chosen = options.AuthorityHost is { } host ? GraphEndpoint.Check(host, nameof(GraphConnectionOptions.AuthorityHost))
            : options.Environment is null ? FromVariable(authorityVariable, asksAuthority)
            : null;
        var cloud = options.Environment ?? (chosen is null ? SmimeGraphEnvironment.Global : GraphEndpoint.CloudOf(chosen));
        if (cloud is null && options.GraphUri is null && asksAuthority)
        {
            throw SignInFailures.Of(
                $"the sign-in service {chosen!.Authority} belongs to none of Microsoft's clouds, so Graph's address is not known",
                null, $"Name it (-GraphUri), or the cloud (-Environment), which then counts instead of {AuthorityVariable}.");
        }

        var environment = cloud ?? SmimeGraphEnvironment.Global;
        var graphUri = options.GraphUri is { } graph
            ? GraphEndpoint.Check(graph, nameof(GraphConnectionOptions.GraphUri))
            : GraphEndpoint.Of(environment);
        if (!asksAuthority)
        {
            return new SignInTarget(environment, graphUri, null, false);
        }

        var authority = chosen
            ?? (credential is ClientSecretGraphCredential && graphUri.Scheme == Uri.UriSchemeHttp
                ? graphUri
                : GraphEndpoint.AuthorityOf(environment));
        return new SignInTarget(environment,
            graphUri, authority, options.DisableInstanceDiscovery || GraphEndpoint.IsLoopback(authority));
    }

    private static Uri? FromVariable(string? value, bool isNeeded)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // Azure's tools take a bare host name for an https address.
        var address = text!.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + text : text;
        try
        {
            return GraphEndpoint.Check(
                Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : new Uri(".", UriKind.Relative), AuthorityVariable);
        }
        catch (ArgumentException) when (!isNeeded)
        {
            return null;
        }
    }
}

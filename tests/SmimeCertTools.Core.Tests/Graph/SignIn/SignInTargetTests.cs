using System;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.SignIn;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.SignIn;

public sealed class SignInTargetTests
{
    private static readonly DeviceCodeGraphCredential Person = new() { ClientId = "a", TenantId = "b", ShowMessage = _ => { } };

    [Theory]
    [InlineData(null, SmimeGraphEnvironment.Global, "https://login.microsoftonline.com/", "https://graph.microsoft.com/")]
    [InlineData("", SmimeGraphEnvironment.Global, "https://login.microsoftonline.com/", "https://graph.microsoft.com/")]
    [InlineData("https://login.microsoftonline.com", SmimeGraphEnvironment.Global, "https://login.microsoftonline.com/",
        "https://graph.microsoft.com/")]
    [InlineData("https://login.microsoftonline.us", SmimeGraphEnvironment.USGov, "https://login.microsoftonline.us/",
        "https://graph.microsoft.us/")]
    [InlineData(" LOGIN.microsoftonline.us/ ", SmimeGraphEnvironment.USGov, "https://login.microsoftonline.us/",
        "https://graph.microsoft.us/")]
    [InlineData("https://login.chinacloudapi.cn/", SmimeGraphEnvironment.China, "https://login.chinacloudapi.cn/",
        "https://microsoftgraph.chinacloudapi.cn/")]
    public void The_variable_decides_on_the_cloud(string? variable, SmimeGraphEnvironment cloud, string authority, string graph)
    {
        var target = SignInTarget.Choose(Person, new GraphConnectionOptions(), variable);

        Assert.Equal(cloud, target.Environment);
        Assert.Equal(new Uri(authority), target.Authority);
        Assert.Equal(new Uri(graph), target.GraphUri);
        Assert.False(target.DisableInstanceDiscovery);
    }

    [Theory]
    [InlineData(SmimeGraphEnvironment.Global, "https://login.microsoftonline.com/")]
    [InlineData(SmimeGraphEnvironment.USGovDoD, "https://login.microsoftonline.us/")]
    public void An_environment_wins_over_the_variable(SmimeGraphEnvironment cloud, string authority)
    {
        var options = new GraphConnectionOptions { Environment = cloud };

        // Not even read, so what is wrong with it does not matter.
        var target = SignInTarget.Choose(Person, options, "http://login.contoso.com");

        Assert.Equal(cloud, target.Environment);
        Assert.Equal(new Uri(authority), target.Authority);
        Assert.Equal(GraphEndpoint.Of(cloud), target.GraphUri);
    }

    [Theory]
    [InlineData("https://login.contoso.com", false)]
    [InlineData("https://login.microsoftonline.com.contoso.com", false)]
    [InlineData("https://127.0.0.1.contoso.com", false)]
    [InlineData("https://127.0.0.1:8443", true)]
    [InlineData("https://localhost:8443", true)]
    [InlineData("https://[::1]:8443", true)]
    public void Microsoft_is_asked_about_every_service_but_one_on_this_machine(string variable, bool isTrusted)
    {
        var options = new GraphConnectionOptions { GraphUri = new Uri("https://graph.contoso.com") };

        var target = SignInTarget.Choose(Person, options, variable);

        Assert.Equal(isTrusted, target.DisableInstanceDiscovery);
        Assert.Equal(SmimeGraphEnvironment.Global, target.Environment);
        Assert.Equal(new Uri(variable), target.Authority);
        Assert.Equal(new Uri("https://graph.contoso.com/"), target.GraphUri);
    }

    [Fact]
    public void A_service_of_no_known_cloud_needs_Graphs_address()
    {
        var error = Assert.Throws<GraphFailureException>(
            () => SignInTarget.Choose(Person, new GraphConnectionOptions(), "https://login.contoso.com"));

        Assert.Equal(GraphErrorKind.SignInFailed, error.Kind);
        Assert.Contains("login.contoso.com", error.Message, StringComparison.Ordinal);
        Assert.Contains("-GraphUri", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://login.contoso.com")]
    [InlineData("ftp://login.contoso.com")]
    [InlineData("https://anna:hidden@login.contoso.com")]
    [InlineData("https://login.contoso.com/?a=b")]
    [InlineData("https://")]
    [InlineData("log in")]
    public void A_variable_that_is_no_address_is_refused_where_it_counts(string variable)
    {
        var error = Assert.Throws<ArgumentException>(
            () => SignInTarget.Choose(Person, new GraphConnectionOptions(), variable));
        var identity = SignInTarget.Choose(new ManagedIdentityGraphCredential(), new GraphConnectionOptions(), variable);

        Assert.Equal("AZURE_AUTHORITY_HOST", error.ParamName);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.Null(identity.Authority);
        Assert.Equal(GraphEndpoint.Of(SmimeGraphEnvironment.Global), identity.GraphUri);
    }

    [Fact]
    public void A_token_and_a_managed_identity_ask_no_service_and_still_go_to_its_cloud()
    {
        using var token = SecretText.Copy("token");
        GraphCredential[] credentials = [new AccessTokenGraphCredential { Token = token }, new ManagedIdentityGraphCredential()];

        foreach (var credential in credentials)
        {
            var government = SignInTarget.Choose(credential, new GraphConnectionOptions(), "https://login.microsoftonline.us");
            var unknown = SignInTarget.Choose(credential, new GraphConnectionOptions(), "https://login.contoso.com");

            Assert.Null(government.Authority);
            Assert.Equal(new Uri("https://graph.microsoft.us/"), government.GraphUri);
            Assert.Equal(new Uri("https://graph.microsoft.com/"), unknown.GraphUri);
        }
    }

    [Fact]
    public void A_client_secret_is_rehearsed_at_the_loopback_endpoint_unless_a_service_is_named()
    {
        using var text = SecretText.Copy("secret");
        var secret = new ClientSecretGraphCredential { ClientId = "a", TenantId = "b", Secret = text };
        var options = new GraphConnectionOptions { GraphUri = new Uri("http://127.0.0.1:5080") };

        Assert.Equal(new Uri("http://127.0.0.1:5080/"), SignInTarget.Choose(secret, options, null).Authority);
        Assert.Equal(
            new Uri("https://127.0.0.1:5443/"), SignInTarget.Choose(secret, options, "https://127.0.0.1:5443").Authority);
    }
}

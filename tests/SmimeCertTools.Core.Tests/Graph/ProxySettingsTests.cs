using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class ProxySettingsTests
{
    private static readonly Uri Graph = new("https://graph.microsoft.com/beta");

    [Theory]
    [InlineData("https_proxy=http://proxy.contoso.com:8080", "http://proxy.contoso.com:8080/")]
    [InlineData("HTTPS_PROXY=http://proxy.contoso.com:8080", "http://proxy.contoso.com:8080/")]
    [InlineData("https_proxy=proxy.contoso.com:8080", "http://proxy.contoso.com:8080/")]
    [InlineData("ALL_PROXY=socks5://proxy.contoso.com:1080", "socks5://proxy.contoso.com:1080/")]
    [InlineData("https_proxy=http://a.contoso.com:1;HTTPS_PROXY=http://b.contoso.com:2", "http://a.contoso.com:1/")]
    [InlineData("https_proxy=http://a.contoso.com:1;all_proxy=http://b.contoso.com:2", "http://a.contoso.com:1/")]
    [InlineData("http_proxy=http://a.contoso.com:1", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;no_proxy=graph.microsoft.com", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;no_proxy=x.org,.microsoft.com", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;NO_PROXY=*.microsoft.com", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;NO_PROXY=microsoft.com:443", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;NO_PROXY=*", null)]
    [InlineData("https_proxy=http://a.contoso.com:1;NO_PROXY=soft.com,microsoft.com:80,graph", "http://a.contoso.com:1/")]
    public void The_variables_decide(string variables, string? expected)
    {
        var settings = Read(variables, new WebProxy("http://system.contoso.com:9"));

        Assert.Equal(expected is null ? null : new Uri(expected), settings.IsBypassed(Graph) ? null : settings.GetProxy(Graph));
    }

    [Fact]
    public void Without_variables_the_systems_proxy_counts_with_its_credentials()
    {
        var credential = new NetworkCredential("anna", "word");
        var settings = Read("", new WebProxy("http://system.contoso.com:9") { Credentials = credential });

        Assert.False(settings.IsBypassed(Graph));
        Assert.Equal(new Uri("http://system.contoso.com:9"), settings.GetProxy(Graph));
        Assert.Same(credential, settings.Credentials);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("https://localhost:5443/")]
    [InlineData("https://[::1]:5443/")]
    [InlineData("http://169.254.169.254/metadata/identity/oauth2/token")]
    public void What_stays_on_this_machine_goes_through_no_proxy(string address)
    {
        var uri = new Uri(address);
        foreach (var settings in new[]
        {
            Read("all_proxy=http://a.contoso.com:1", null), Read("", new WebProxy("http://system.contoso.com:9")),
        })
        {
            Assert.True(settings.IsBypassed(uri));
            Assert.Null(settings.GetProxy(uri));
        }
    }

    [Fact]
    public void The_user_of_a_proxy_address_is_for_that_proxy_alone()
    {
        var settings = Read("https_proxy=http://anna:pass%40word@proxy.contoso.com:8080", null);

        var credential = settings.Credentials!.GetCredential(new Uri("http://proxy.contoso.com:8080"), "Basic");
        Assert.Equal("anna", credential!.UserName);
        Assert.Equal("pass@word", credential.Password);
        Assert.Null(settings.Credentials.GetCredential(new Uri("http://other.contoso.com:8080"), "Basic"));
    }

    [Fact]
    public void A_clients_header_is_not_taken_for_a_proxy()
    {
        var settings = Read("GATEWAY_INTERFACE=CGI/1.1;HTTP_PROXY=http://evil.contoso.com:1", null);

        Assert.Null(settings.GetProxy(new Uri("http://graph.contoso.com/")));
    }

    private static ProxySettings Read(string variables, IWebProxy? system)
    {
        var values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('=', 2))
            .ToDictionary(item => item[0], item => item[1], StringComparer.Ordinal);
        return ProxySettings.Read(name => values.GetValueOrDefault(name), system);
    }
}

using System;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>A mail address in the place of a user principal name.</summary>
public sealed class UserPfxImporterMailTests
{
    private const string Real = "alice.berg@contoso.com";

    [Theory]
    [InlineData(200, Real, User, Real)]
    [InlineData(200, Real, "ALICE@contoso.com", Real)]
    [InlineData(200, Real, "other@contoso.com", null)]
    [InlineData(200, Real, null, null)]
    [InlineData(200, null, User, null)]
    [InlineData(200, "ALICE@contoso.com", User, null)]
    [InlineData(403, Real, User, null)]
    public async Task It_leads_to_the_user_who_has_it_and_to_nobody_else(
        int status, string? userName, string? mail, string? expected)
    {
        await using var service = await PfxService.StartAsync();
        (service.UserStatus, service.UserName, service.Mail) = (status, userName, mail);

        var found = await new UserPfxImporter(service.Client).FindByMailAsync(User, default);

        Assert.Equal(expected, found?.UserPrincipalName);
    }

    [Fact]
    public async Task What_is_nobodys_or_no_name_is_an_error()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 404;
        var importer = new UserPfxImporter(service.Client);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => importer.FindByMailAsync(User, default));

        Assert.Equal(GraphErrorKind.UserNotFound, error.Kind);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => importer.FindByMailAsync(" ", default));
    }
}

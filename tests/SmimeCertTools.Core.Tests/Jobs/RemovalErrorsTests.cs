using System;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What is said of a removal that goes wrong names what an administrator has to look at.</summary>
public sealed class RemovalErrorsTests
{
    private const string User = GraphTestData.User;
    private const string Print = GraphTestData.Print;

    [Theory]
    [InlineData("id-7", Print, "imported certificate " + Print + " with the record id id-7 in Intune", Print)]
    [InlineData(null, Print, "imported certificate " + Print + " in Intune", Print)]
    [InlineData(null, null, "no imported certificate in Intune", User)]
    public void What_is_not_there_is_named_as_far_as_the_row_names_it(
        string? id, string? thumbprint, string part, string target)
    {
        var error = RemovalErrors.NotFound(RemovalRunner.Row(thumbprint, id: id), thumbprint, holder: null);

        Assert.Equal(("RecordNotFound", target), (error.ErrorId, error.Item));
        Assert.StartsWith(User, error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mail address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_mail_address_stands_in_the_users_place_is_named()
    {
        var error = RemovalErrors.NotFound(RemovalRunner.Row(), Print, "alice.berg@contoso.com");

        Assert.Contains($"{User} is a mail address of alice.berg@contoso.com", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=CA", null, "the serial number is not known")]
    [InlineData(null, null, "issuer and serial number are not known")]
    [InlineData(" ", null, "issuer and serial number are not known")]
    [InlineData(null, "4711", "the issuer is not known")]
    public void What_the_CA_would_have_to_know_is_named_as_far_as_it_is_missing(string? issuer, string? serial, string part)
    {
        var error = RemovalErrors.SerialNumberUnknown(new RevocationEntry
        {
            UserPrincipalName = User,
            Thumbprint = Print,
            Issuer = issuer,
            SerialNumber = serial,
        });

        Assert.Equal(("SerialNumberUnknown", Print), (error.ErrorId, error.Item));
        Assert.Contains(part + " of " + Print, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_begun_is_told_with_its_user_certificate_and_time_or_with_the_cause()
    {
        var begun = new ResultsEntry
        {
            Time = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(2)),
            RunId = "earlier",
            Status = SmimeRemoveStatus.Removing,
            UserPrincipalName = User,
            Thumbprint = Print,
        };

        var there = RemovalErrors.StillThere(begun);
        Assert.All([User, Print, "2026-11-23 10:00:00Z"], part => Assert.Contains(part, there, StringComparison.Ordinal));

        var cause = new GraphRequestException(GraphErrorKind.Forbidden, "It is forbidden.");
        Assert.All(
            [RemovalErrors.NotSettled(begun, cause), RemovalErrors.FormerNamesNotKnown(RemovalRunner.Row(), cause)],
            text =>
            {
                Assert.StartsWith(User, text, StringComparison.Ordinal);
                Assert.EndsWith("It is forbidden.", text, StringComparison.Ordinal);
            });
        Assert.Contains(
            "earlier name old@", RemovalErrors.UnderFormerName(RemovalRunner.Row(), "old@contoso.com"), StringComparison.Ordinal);
    }
}

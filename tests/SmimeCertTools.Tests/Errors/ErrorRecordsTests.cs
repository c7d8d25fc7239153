using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Tests.Errors;

public sealed partial class ErrorRecordsTests
{
    public static TheoryData<string> Kinds => [.. All().Select(error => error.ErrorId)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_error_has_a_category_and_keeps_id_message_and_item(string errorId)
    {
        var error = All().Single(candidate => candidate.ErrorId == errorId);

        var record = error.ToErrorRecord();

        Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
        Assert.Equal(errorId, record.FullyQualifiedErrorId);
        Assert.Same(error, record.Exception);
        Assert.Equal("item", record.TargetObject);
        Assert.Equal("What is wrong.", record.Exception.Message);
        Assert.StartsWith("What is wrong.", record.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_it_in_PowerShell_follows_the_words_of_the_core()
    {
        var record = new FileWriteException(FileWriteErrorKind.Exists, "It exists: have it replaced.", "a.cer").ToErrorRecord();

        Assert.Equal("It exists: have it replaced. -Force replaces it.", record.ToString());
        Assert.True(string.IsNullOrEmpty(record.ErrorDetails.RecommendedAction), "It would be said twice.");
    }

    [Fact]
    public void The_core_names_no_command_and_every_error_that_is_advised_exists()
    {
        var known = All().Select(error => error.ErrorId).ToHashSet(StringComparer.Ordinal);
        var rules = PreflightRules.All.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        var built = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        var named = Directory
            .EnumerateFiles(RepositoryRoot.Combine("src", "SmimeCertTools.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains(built, StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path)
                .Where(line => CommandInText().IsMatch(line)).Select(line => $"{path}: {line}"));

        Assert.Subset(known, RecommendedActions.ErrorIds.ToHashSet(StringComparer.Ordinal));
        Assert.Subset(rules, RecommendedActions.RuleIds.ToHashSet(StringComparer.Ordinal));
        Assert.Empty(named);
    }

    // What is wrong with a file as somebody sent or keeps it is mended where it came from, and not here.
    [Fact]
    public void What_is_wrong_with_lists_messages_reports_and_applications_is_answered_with_what_mends_it()
    {
        string[] saidAlready =
        [
            "ArchiveUnreadable", "ArchiveManifestRowInvalid", "CatalogUnreadable", "PasswordListUnreadable", "MessageUnreadable",
            "MessageNotRecognized", "MessageNotSmime", "MessageOutlookItem", "MessageMailbox", "MessageTnef", "MessageDamaged",
            "MessageTruncated", "MessageUnsupported", "MessageLimitExceeded", "ClientCertificateUnreadable",
        ];
        Type[] types =
        [
            typeof(ArchiveException), typeof(CatalogException), typeof(PasswordListException), typeof(MessageException),
            typeof(ReportException), typeof(RegistrationException),
        ];

        Assert.Equal(
            saidAlready.Order(StringComparer.Ordinal),
            All().Where(error => types.Contains(error.GetType())).Select(error => error.ErrorId)
                .Except(RecommendedActions.ErrorIds).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_kinds_of_error_share_an_id()
    {
        var ids = All().Select(error => error.ErrorId).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_type_of_error_in_the_core_is_mapped()
    {
        var types = typeof(SmimeException).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(SmimeException)) && !type.IsAbstract)

            // It brings the record of whoever read the input.
            .Where(type => type != typeof(InputException));

        Assert.Equal(
            types.OrderBy(type => type.Name),
            All().Select(error => error.GetType()).Distinct().OrderBy(type => type.Name));
    }

    [Fact]
    public void The_item_as_the_user_gave_it_is_the_target()
    {
        var error = new PfxException(PfxErrorKind.Damaged, "Damaged.", "/full/a.pfx");

        Assert.Equal("a.pfx", error.ToErrorRecord("a.pfx").TargetObject);
    }

    [Fact]
    public void An_unreadable_file_says_in_its_category_why()
    {
        Assert.Equal(ErrorCategory.PermissionDenied, Category(new UnauthorizedAccessException()));
        Assert.Equal(ErrorCategory.ObjectNotFound, Category(new FileNotFoundException()));
        Assert.Equal(ErrorCategory.ReadError, Category(new IOException()));

        static ErrorCategory Category(Exception cause) =>
            new PfxException(PfxErrorKind.Unreadable, "Unreadable.", "a.pfx", cause).ToErrorRecord().CategoryInfo.Category;
    }

    [Fact]
    public void A_refused_request_says_what_to_quote_to_support()
    {
        var error = new GraphRequestException(GraphErrorKind.BadRequest, "Refused.")
        {
            RequestId = "r-1",
            ClientRequestId = "c-2",
        };

        var action = error.ToErrorRecord().ErrorDetails.RecommendedAction;

        Assert.Contains("r-1", action, StringComparison.Ordinal);
        Assert.Contains("c-2", action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_permission_is_answered_with_all_that_the_running_cmdlet_needs()
    {
        var error = new GraphRequestException(GraphErrorKind.Forbidden, "Refused.");

        var action = error.ToErrorRecord().Of("Import-SmimeUserPfx").ErrorDetails.RecommendedAction;

        Assert.StartsWith(
            "Import-SmimeUserPfx needs DeviceManagementConfiguration.ReadWrite.All; to look up users User.Read.All. ",
            action, StringComparison.Ordinal);
        Assert.Contains("Connect-SmimeGraph", action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GraphErrorKind.NotFound, false, "Import-SmimeUserPfx")]
    [InlineData(GraphErrorKind.Forbidden, true, "Import-SmimeUserPfx")]
    [InlineData(GraphErrorKind.Forbidden, false, "Get-SmimePfx")]
    [InlineData(GraphErrorKind.Forbidden, false, "Get-Somebody")]
    public void Other_errors_and_cmdlets_are_not_answered_with_permissions(GraphErrorKind kind, bool isForeign, string cmdlet)
    {
        var record = new GraphRequestException(kind, "Refused.") { IsForeign = isForeign }.ToErrorRecord();
        var before = record.ErrorDetails?.RecommendedAction;

        Assert.Equal(before, record.Of(cmdlet).ErrorDetails?.RecommendedAction);
    }

    private static List<SmimeException> All() =>
    [
        .. Enum.GetValues<PfxErrorKind>().Select(kind => new PfxException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ReportErrorKind>().Select(kind => new ReportException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<KeyProtectionErrorKind>().Select(kind => new KeyProtectionException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ImportErrorKind>().Select(kind => new ImportException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<MessageErrorKind>().Select(kind => new MessageException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<CatalogErrorKind>().Select(kind => new CatalogException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<PasswordListErrorKind>().Select(kind => new PasswordListException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ArchiveErrorKind>().Select(kind => new ArchiveException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<FileWriteErrorKind>().Select(kind => new FileWriteException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ManifestErrorKind>().Select(kind => new ManifestException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ResultsFileErrorKind>().Select(kind => new ResultsFileException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<RevocationListErrorKind>().Select(kind => new RevocationListException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<ProfileErrorKind>().Select(kind => new ProfileException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<IntuneErrorKind>().Select(kind => new IntuneException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<RegistrationErrorKind>().Select(kind => new RegistrationException(kind, "What is wrong.", "item")),
        .. Enum.GetValues<GraphErrorKind>().Select(kind => new GraphRequestException(kind, "What is wrong.") { Target = "item" }),
    ];

    // In a literal: a cmdlet of the module, or a parameter after a blank.
    [GeneratedRegex(
        "\"[^\"]*(\\b[A-Z][a-z]+-(Smime|UserCert|Pkcs|TrustedRoot|Outlook|CertificateConnector)| -[A-Z][a-z]+[A-Za-z]*\\b)")]
    private static partial Regex CommandInText();
}

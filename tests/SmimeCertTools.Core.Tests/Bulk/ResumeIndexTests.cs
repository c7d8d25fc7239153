using System;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>What counts as uploaded by an earlier run.</summary>
public sealed class ResumeIndexTests
{
    private static readonly DateTimeOffset Moment = new(2026, 5, 1, 2, 0, 0, TimeSpan.FromHours(2));

    private readonly ResumeIndex _index = new();
    private readonly UserPfxRecord _record = GraphTestData.Record();

    [Theory]
    [InlineData(SmimeImportStatus.Imported, true)]
    [InlineData(SmimeImportStatus.Updated, true)]
    [InlineData(SmimeImportStatus.AlreadyPresent, false)]
    [InlineData(SmimeImportStatus.Outdated, false)]
    [InlineData(SmimeImportStatus.Failed, false)]
    public void What_was_written_counts_from_when_the_service_stored_it(SmimeImportStatus status, bool counts)
    {
        _index.Add(Entry() with { Status = status });

        Assert.Equal(counts ? 1 : 0, _index.Count);
        Assert.Equal(counts ? Moment : null, _index.DoneAt(_record, "AA"));
        Assert.Equal(counts ? TimeSpan.Zero : null, _index.DoneAt(_record, "aa")?.Offset);
    }

    [Fact]
    public void A_removal_does_not_count()
    {
        _index.Add(Entry() with { Status = SmimeRemoveStatus.Removed });

        Assert.Null(_index.DoneAt(_record, "AA"));
    }

    [Fact]
    public void An_entry_that_leaves_out_how_it_was_written_does_not_count()
    {
        foreach (var entry in new[]
        {
            Entry() with { UserPrincipalName = null },
            Entry() with { Thumbprint = null },
            Entry() with { LastModified = null },
            Entry() with { PublicKeyFingerprint = null },
            Entry() with { KeyName = null },
            Entry() with { ProviderName = null },
            Entry() with { Padding = null },
            Entry() with { Purpose = null },
        })
        {
            _index.Add(entry);
        }

        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public void Another_user_certificate_purpose_key_provider_or_padding_is_another_record()
    {
        _index.Add(Entry());

        Assert.All(
            [
                _record with { UserPrincipalName = "bob@contoso.com" },
                _record with { Thumbprint = new string('B', 40) },
                _record with { IntendedPurpose = UserPfxPurpose.SmimeSigning },
                _record with { KeyName = "pfxencryptionkey" },
                _record with { ProviderName = "Other" },
                _record with { PaddingScheme = UserPfxPaddingScheme.OaepSha256 },
            ],
            other => Assert.Null(_index.DoneAt(other, "AA")));
        Assert.Null(_index.DoneAt(_record, "BB"));
        Assert.Throws<ArgumentNullException>(() => _index.DoneAt(null!, "AA"));
        Assert.NotNull(_index.DoneAt(
            _record with
            {
                UserPrincipalName = _record.UserPrincipalName.ToUpperInvariant(),
                Thumbprint = _record.Thumbprint.ToLowerInvariant(),
            },
            "AA"));
    }

    [Fact]
    public void The_latest_writing_counts()
    {
        _index.Add(Entry());
        _index.Add(Entry() with { LastModified = Moment.AddDays(1), Status = SmimeImportStatus.Updated });

        Assert.Equal((1, Moment.AddDays(1)), (_index.Count, _index.DoneAt(_record, "AA")));
    }

    private ResultsEntry Entry() => new()
    {
        Time = Moment,
        RunId = "run",
        Status = SmimeImportStatus.Imported,
        UserPrincipalName = _record.UserPrincipalName,
        Thumbprint = _record.Thumbprint,
        LastModified = Moment,
        PublicKeyFingerprint = "AA",
        KeyName = _record.KeyName,
        ProviderName = _record.ProviderName,
        Padding = _record.PaddingScheme,
        Purpose = _record.IntendedPurpose,
    };
}

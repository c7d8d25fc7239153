using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Files that are uploaded as they are, and what is refused then.</summary>
public sealed class UserPfxUnchangedTests : UserPfxPreparing
{
    [Fact]
    public async Task Unchanged_files_keep_their_bytes_and_their_password()
    {
        var content = Source.AddPair(Source.Make("Anna", usage: Encryption), "Anna's").Encode();

        var record = Assert.Single(
            (await PrepareAsync(content, Source.Password, scheme: SmimePfxEncryption.Unchanged)).Records).Record;

        Assert.Equal(content, record.EncryptedPfxBlob);
        Assert.Equal(Source.Password, Password(record));
    }

    [Fact]
    public async Task Several_pairs_cannot_go_unchanged_and_the_error_says_what_to_do()
    {
        Source.AddPair(Source.Make("Signs", usage: Signing)).AddPair(Source.Make("Encrypts", usage: Encryption));

        var error = await Assert.ThrowsAsync<PfxException>(
            () => PrepareAsync(Source.Encode(), Source.Password, scheme: SmimePfxEncryption.Unchanged));

        Assert.Equal(PfxErrorKind.MultipleKeyPairs, error.Kind);
        Assert.Contains("a record of its own", error.Message);
        Assert.Contains("split the file", error.Message);
    }
}

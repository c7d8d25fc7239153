using SmimeCertTools.Hosting;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class ItemProgressTests
{
    [Fact]
    public void What_is_expected_adds_up_and_nothing_is_known_before()
    {
        var progress = new ItemProgress(_ => { }, "Reading");
        Assert.Null(progress.Total);

        progress.Expect(2);
        progress.Expect(3);

        Assert.Equal(5, progress.Total);
    }
}

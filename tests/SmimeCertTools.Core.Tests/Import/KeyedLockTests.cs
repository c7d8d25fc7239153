using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

public sealed class KeyedLockTests
{
    // A test that waits in vain ends then; none waits so long for its success.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly KeyedLock _lock = new();

    [Fact]
    public async Task One_holds_a_key_at_a_time_whatever_its_case_and_other_keys_are_free()
    {
        var first = await EnterAsync("Anna");
        var second = EnterAsync("ANNA");
        using var other = await EnterAsync("bert");
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        (await EnterAsync("anna")).Dispose();
    }

    [Fact]
    public async Task Nothing_is_kept_of_keys_that_nobody_holds_or_waits_for()
    {
        var first = await EnterAsync("anna");
        var second = EnterAsync("anna");
        Assert.Equal(1, _lock.Count);
        first.Dispose();
        Assert.Equal(1, _lock.Count);

        (await second).Dispose();

        Assert.Equal(0, _lock.Count);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_key_to_its_holder_and_to_those_behind()
    {
        var first = await EnterAsync("anna");
        using var end = new CancellationTokenSource();
        var second = _lock.EnterAsync("anna", end.Token);
        var third = EnterAsync("anna");
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third).Dispose();
        Assert.Equal(0, _lock.Count);
    }

    [Fact]
    public async Task A_key_is_given_back_once()
    {
        var first = await EnterAsync("anna");
        first.Dispose();
        var second = await EnterAsync("anna");

        first.Dispose();

        var third = EnterAsync("anna");
        Assert.False(third.IsCompleted);
        Assert.Equal(1, _lock.Count);
        second.Dispose();
        (await third).Dispose();
    }

    private Task<IDisposable> EnterAsync(string key) => _lock.EnterAsync(key, CancellationToken.None).WaitAsync(Patience);
}

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>One try: what it makes of answers that end early, late, never or not at all, without a network.</summary>
public sealed class TryHandlerTests
{
    private const int Longest = 64 * 1024 * 1024;

    private readonly InstantClock _clock = new();
    private readonly CancellationTokenSource _caller = new();

    [Fact]
    public async Task An_answer_is_read_whole_and_keeps_its_headers()
    {
        var body = new Body(Encoding.UTF8.GetBytes(new string('x', 100_000)));

        using var answer = await SendAsync(body);

        Assert.IsType<ByteArrayContent>(answer.Content);
        Assert.Equal(new string('x', 100_000), await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_one_that_failed()
    {
        var body = new Body([1]) { End = new IOException("reset") };

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(body));

        Assert.EndsWith("reset", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public async Task What_breaks_because_the_caller_cancelled_is_a_cancellation()
    {
        foreach (var end in new Exception[] { new IOException("closed"), new ObjectDisposedException("closed") })
        {
            using var caller = new CancellationTokenSource();
            var body = new Body([1]) { BeforeEnd = caller.Cancel, End = end };

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(body, caller: caller));
        }
    }

    [Fact]
    public async Task A_fault_that_nobody_caused_stays_one()
    {
        var body = new Body([1]) { End = new ObjectDisposedException("x") };

        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync(body));
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("closed")]
    [InlineData("broken")]
    public async Task Time_that_is_over_is_told_however_the_reader_is_stopped(string how)
    {
        var body = new Body([1])
        {
            Waits = true,
            BeforeEnd = () => _clock.End(TimeSpan.FromMinutes(5)),
            End = how switch
            {
                "closed" => new ObjectDisposedException("closed"),
                "broken" => new IOException("broken"),
                _ => null,
            },
        };

        await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(body));
    }

    [Fact]
    public async Task A_cancellation_is_none_of_time()
    {
        var body = new Body([1]) { Waits = true, BeforeEnd = _caller.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(body));
        Assert.True(body.IsClosed);
    }

    [Theory]
    [InlineData(0, 200, false)]
    [InlineData(1, 200, true)]
    [InlineData(1, 500, true)]
    public async Task An_answer_longer_than_any_is_not_Graphs(int more, int status, bool isRefused)
    {
        var body = new Body([]) { Zeros = Longest + more };

        if (!isRefused)
        {
            using var answer = await SendAsync(body, status: status);
            Assert.Equal(Longest, answer.Content.Headers.ContentLength);
            return;
        }

        var error = await Assert.ThrowsAsync<GraphFailureException>(() => SendAsync(body, status: status));
        Assert.Equal((GraphErrorKind.UnexpectedResponse, status == 200), (error.Kind, error.IsUnreadableSuccess));
        Assert.True(body.IsClosed);
    }

    private async Task<HttpResponseMessage> SendAsync(
        Body body, int status = 200, CancellationTokenSource? caller = null)
    {
        var options = new GraphConnectionOptions { RequestTimeout = TimeSpan.FromMinutes(5) };
        using var inner = new Answering(body, status);
        using var handler = new TryHandler(new RetryPolicy(options, _clock, () => 0.5)) { InnerHandler = inner };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://graph.contoso.com/");
        return await invoker.SendAsync(request, (caller ?? _caller).Token);
    }

    private sealed class Answering(Body body, int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(body);
            content.Headers.ContentType = new("application/json");
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = content });
        }
    }

    /// <summary>An answer's body: some bytes, some zeros, and an end.</summary>
    private sealed class Body(byte[] content) : Stream
    {
        private int _place;

        public int Zeros { get; set; }

        public bool Waits { get; init; }

        public Action? BeforeEnd { get; init; }

        public Exception? End { get; init; }

        public bool IsClosed { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var taken = Math.Min(count, content.Length - _place);
            if (taken > 0)
            {
                Array.Copy(content, _place, buffer, offset, taken);
                _place += taken;
                return taken;
            }

            if (Zeros > 0)
            {
                taken = Math.Min(count, Zeros);
                Zeros -= taken;
                return taken;
            }

            BeforeEnd?.Invoke();
            if (Waits)
            {
                var stopped = Task.Delay(Timeout.Infinite, cancellationToken);
                await (End is null ? stopped : stopped.ContinueWith(_ => { }, TaskScheduler.Default));
            }

            return End is null ? 0 : throw End;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MimeKit;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Goes through a mail once and notes where its parts lie; content is passed over and never held. Where the headers do not end,
/// or parts lie too deep in each other, a limit ends it.
/// </summary>
internal sealed class MimeMap : MimeReader
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Disposition", "Content-Transfer-Encoding", "Subject", "From", "Date",
    };

    private readonly ReadingBudget _budget;
    private readonly Gate _gate;
    private readonly Stack<MimeNode> _open = new();
    private Dictionary<string, string> _headers = [];
    private MimeNode? _root;
    private int _headerCount;

    private MimeMap(ParserOptions options, Gate gate, ReadingBudget budget)
        : base(options, gate, MimeFormat.Entity) => (_gate, _budget) = (gate, budget);

    /// <summary>Goes through what stands in <paramref name="source"/>.</summary>
    /// <param name="source">A mail or one part of it, headers first.</param>
    /// <param name="budget">The limits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The mail; null where there is not one header.</returns>
    /// <exception cref="MessageException">A limit was passed.</exception>
    public static MimeNode? Read(ByteSource source, ReadingBudget budget, CancellationToken cancellationToken)
    {
        var options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = ReadingBudget.MaxDepth;
        using var gate = new Gate(source.Open(), budget);
        var map = new MimeMap(options, gate, budget);
        try
        {
            map.ReadMessage(cancellationToken);
        }
        catch (FormatException)
        {
            // MimeKit's word for a beginning that is no header.
            return null;
        }

        return map._headerCount > 0 ? map._root : null;
    }

    protected override void OnMimeMessageBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Open(new MimeNode(MimeNodeKind.Message, null, beginOffset));

    protected override void OnMimeMessageEnd(long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset,
        int lines, CancellationToken cancellationToken) => Close(endOffset);

    protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        _headers = new(StringComparer.OrdinalIgnoreCase);
        _gate.Begin();
    }

    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (header.Field.Length == 0 || header.Field.Any(letter => letter is <= ' ' or > '~'))
        {
            return;
        }

        _headerCount++;
        if (Kept.Contains(header.Field) && !_headers.ContainsKey(header.Field))
        {
            _headers.Add(header.Field, header.Value);
        }
    }

    protected override void OnHeadersEnd(long beginOffset, int beginLineNumber, long endOffset, int endLineNumber,
        CancellationToken cancellationToken) => _gate.End();

    protected override void OnMimePartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (contentType.IsMimeType("multipart", "*") && _open.Count >= ReadingBudget.MaxDepth)
        {
            throw _budget.TooDeep();
        }

        Open(New(MimeNodeKind.Part, contentType, beginOffset));
    }

    protected override void OnMimePartContentBegin(
        long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        _open.Peek().Content = (beginOffset, beginOffset);

    protected override void OnMimePartContentEnd(long beginOffset, int beginLineNumber, long endOffset, int lines,
        NewLineFormat? newLineFormat, CancellationToken cancellationToken) =>
        _open.Peek().Content = (beginOffset, endOffset);

    protected override void OnMimePartEnd(ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset,
        long endOffset, int lines, CancellationToken cancellationToken) => Close(endOffset);

    protected override void OnMessagePartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Open(New(MimeNodeKind.Multipart, contentType, beginOffset));

    protected override void OnMessagePartEnd(ContentType contentType, long beginOffset, int beginLineNumber,
        long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken) => Close(endOffset);

    protected override void OnMultipartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Open(New(MimeNodeKind.Multipart, contentType, beginOffset));

    protected override void OnMultipartEnd(ContentType contentType, long beginOffset, int beginLineNumber,
        long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken) => Close(endOffset);

    private MimeNode New(MimeNodeKind kind, ContentType type, long begin) => new(kind, type, begin) { Headers = _headers };

    private void Open(MimeNode node)
    {
        _budget.AddPart();
        if (_open.Count > 0)
        {
            _open.Peek().Add(node);
        }

        _root ??= node;
        _open.Push(node);
    }

    private void Close(long end) => _open.Pop().End = end;

    // MimeKit holds a header whole, and this one ends some that would never end.
    private sealed class Gate(Stream inner, ReadingBudget budget) : InnerStream(inner)
    {
        private long _left = long.MaxValue;

        public void Begin() => _left = ReadingBudget.MaxHeaders;

        public void End() => _left = long.MaxValue;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left <= 0)
            {
                throw budget.Exceeded("the headers of a part take more than 1 MB");
            }

            var read = Inner.Read(buffer, offset, count);
            _left -= read;
            return read;
        }
    }
}

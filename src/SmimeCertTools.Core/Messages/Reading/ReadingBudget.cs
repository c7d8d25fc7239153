namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// What the reading of one message may take. Parts within signed content are found by reading it again, so a message made for
/// that could ask for any amount of work.
/// </summary>
/// <param name="length">The length of the message in bytes.</param>
/// <param name="path">The message, for errors.</param>
internal sealed class ReadingBudget(long length, string? path)
{
    /// <summary>
    /// How deep parts and layers may lie in each other. Mail that was forwarded again and again stays under 20.
    /// </summary>
    public const int MaxDepth = 32;

    /// <summary>The most parts of a message.</summary>
    public const int MaxParts = 10_000;

    /// <summary>The most CMS structures of a message.</summary>
    public const int MaxStructures = 200;

    /// <summary>The most recipients; distribution lists that are encrypted for stay far below.</summary>
    public const int MaxRecipients = 20_000;

    /// <summary>The most signers of one structure.</summary>
    public const int MaxSigners = 100;

    /// <summary>The most bytes of one element that is held: a recipient, a certificate, an algorithm.</summary>
    public const int MaxElement = 1 << 20;

    /// <summary>The most bytes of headers of one part.</summary>
    public const int MaxHeaders = 1 << 20;

    /// <summary>The most bytes of elements that are held in all.</summary>
    private const long MaxHeld = 32L << 20;

    // Each layer is read once to see what is in it and once for each of its digests.
    private const int MostReadings = 64;

    private long _left = (length * MostReadings) + (1L << 20);
    private long _held;
    private int _parts;
    private int _structures;
    private int _recipients;

    /// <summary>Counts bytes that were read.</summary>
    /// <exception cref="MessageException">They are too many.</exception>
    public void Take(long count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw Exceeded("its parts lie in each other so that they would have to be read too often");
        }
    }

    /// <summary>Counts bytes that are kept.</summary>
    /// <exception cref="MessageException">They are too many.</exception>
    public void Hold(long count)
    {
        _held += count;
        if (_held > MaxHeld)
        {
            throw Exceeded("its lists of recipients and certificates take more than 32 MB");
        }
    }

    /// <summary>Counts a part.</summary>
    /// <exception cref="MessageException">There are too many.</exception>
    public void AddPart()
    {
        if (++_parts > MaxParts)
        {
            throw Exceeded("it has more than 10,000 parts");
        }
    }

    /// <summary>Counts a CMS structure.</summary>
    /// <exception cref="MessageException">There are too many.</exception>
    public void AddStructure()
    {
        if (++_structures > MaxStructures)
        {
            throw Exceeded("it has more than 200 signed or encrypted parts");
        }
    }

    /// <summary>Counts a recipient.</summary>
    /// <exception cref="MessageException">There are too many.</exception>
    public void AddRecipient()
    {
        if (++_recipients > MaxRecipients)
        {
            throw Exceeded("it has more than 20,000 recipients");
        }
    }

    /// <summary>The error of <see cref="MaxDepth"/>.</summary>
    public MessageException TooDeep() => Exceeded("its parts lie in each other more than 32 deep");

    /// <summary>The error of a limit.</summary>
    public MessageException Exceeded(string what) => MessageErrors.Exceeded(path, what);
}

using System;
using System.Management.Automation.Host;

namespace SmimeCertTools.Quickstart.Engine;

/// <summary>A screen of 100 columns, the width that the module's views are made for.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    private static readonly Size s_size = new(100, 50);

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 1;

    public override Size BufferSize { get; set; } = s_size;

    public override Size WindowSize { get; set; } = s_size;

    public override Coordinates WindowPosition { get; set; }

    public override Size MaxWindowSize => s_size;

    public override Size MaxPhysicalWindowSize => s_size;

    public override string WindowTitle { get; set; } = "SmimeCertTools quickstart";

    public override bool KeyAvailable => false;

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException("The quickstart reads no keys.");

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException("There is no screen buffer.");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException("There is no screen buffer.");

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw new NotSupportedException("There is no screen buffer.");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }
}

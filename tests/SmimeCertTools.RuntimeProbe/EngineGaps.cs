using System;
using System.Buffers;
using System.IO;
using System.Text;

namespace SmimeCertTools.RuntimeProbe
{
    /// <summary>
    /// What the engine that can be had calls and .NET 8 or 9 does not have yet. The tests point its calls here; each method is
    /// named for the type and the method it stands for.
    /// </summary>
    public static class EngineGaps
    {
        public static TimeSpan TimeSpan_FromMilliseconds(long value) => TimeSpan.FromMilliseconds((double)value);

        public static TimeSpan TimeSpan_FromSeconds(long value) => TimeSpan.FromSeconds((double)value);

        public static string String_Format(string format, ReadOnlySpan<object?> args) =>
            string.Format(null, format, args.ToArray());

        public static string String_Format(IFormatProvider? provider, string format, ReadOnlySpan<object?> args) =>
            string.Format(provider, format, args.ToArray());

        public static string String_Join(string? separator, ReadOnlySpan<string?> value) =>
            string.Join(separator, value.ToArray());

        public static StringBuilder StringBuilder_AppendFormat(
            StringBuilder builder, IFormatProvider? provider, string format, ReadOnlySpan<object?> args) =>
            builder.AppendFormat(provider, format, args.ToArray());

        public static void TextWriter_WriteLine(TextWriter writer, string format, ReadOnlySpan<object?> arg) =>
            writer.WriteLine(format, arg.ToArray());

        /// <summary>Nothing: .NET 8 has no such object. Only calls of methods in a script need it.</summary>
        public static SearchValues<string>? SearchValues_Create(ReadOnlySpan<string> values, StringComparison comparison) => null;
    }
}

// The compiler's room for the arguments of such calls; part of .NET since 10.
namespace System.Runtime.CompilerServices
{
#pragma warning disable CS0169, IDE0044, IDE0051 // The field is what an inline array repeats.
    [InlineArray(2)]
    public struct InlineArray2<T>
    {
        private T element;
    }

    [InlineArray(3)]
    public struct InlineArray3<T>
    {
        private T element;
    }

    [InlineArray(4)]
    public struct InlineArray4<T>
    {
        private T element;
    }

    [InlineArray(5)]
    public struct InlineArray5<T>
    {
        private T element;
    }

    [InlineArray(6)]
    public struct InlineArray6<T>
    {
        private T element;
    }

    [InlineArray(7)]
    public struct InlineArray7<T>
    {
        private T element;
    }

    [InlineArray(8)]
    public struct InlineArray8<T>
    {
        private T element;
    }

    [InlineArray(9)]
    public struct InlineArray9<T>
    {
        private T element;
    }
}

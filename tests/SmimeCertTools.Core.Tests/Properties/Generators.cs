using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmimeCertTools.Fuzzing;

namespace SmimeCertTools.Core.Tests.Properties;

/// <summary>Random cases for the properties.</summary>
public static class Generators
{
    /// <summary>Random numbers for a property that makes its own choices.</summary>
    public static Arbitrary<FuzzRandom> Randoms() =>
        Gen.Choose(0, int.MaxValue).Select(seed => new FuzzRandom(seed)).ToArbitrary();

    /// <summary>Passwords of any characters of Unicode but NUL, which ends a PKCS#12 password.</summary>
    public static Arbitrary<AnyPassword> Passwords()
    {
        var ascii = Gen.Choose(0x20, 0x7E);
        var latin = Gen.Choose(0xA0, 0xFF);
        var basic = Gen.OneOf(Gen.Choose(0x100, 0xD7FF), Gen.Choose(0xE000, 0xFFFD));
        var emoji = Gen.Choose(0x1F300, 0x1FAFF);
        var any = Gen.Choose(0x10000, 0x10FFFF);
        var points = Gen.OneOf(ascii, ascii, latin, basic, emoji, any).ListOf();
        return points
            .Select(list => new AnyPassword(string.Concat(list.Take(40).Select(point => new Rune(point).ToString()))))
            .ToArbitrary();
    }
}

/// <summary>A password; the empty one is among them.</summary>
public sealed record AnyPassword(string Text);

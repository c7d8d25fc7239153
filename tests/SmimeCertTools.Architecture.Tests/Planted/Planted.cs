using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using SmimeCertTools.Architecture.Tests.Planted.Ground;
using SmimeCertTools.Architecture.Tests.Planted.Left;
using SmimeCertTools.Architecture.Tests.Planted.Right;
using SmimeCertTools.Architecture.Tests.Planted.Roof;

namespace SmimeCertTools.Architecture.Tests.Planted.Roof
{
    internal class Tile
    {
        public static int Count { get; set; }

        public Base Stands { get; } = new();

        public sealed class Edge;
    }

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class SlateAttribute : Attribute;

    internal sealed class StormException : Exception;

    internal interface IRoof;

    internal enum Colour
    {
        Red,
        Grey,
    }

    internal enum Paint
    {
        Grey = 7,
        Red = 9,
    }
}

namespace SmimeCertTools.Architecture.Tests.Planted.Ground
{
    internal sealed class Base;

    internal sealed class ByBase : Tile;

    internal sealed class ByInterface : IRoof;

    internal sealed class ByField
    {
        private readonly Dictionary<string, Tile.Edge[]> _edges = [];

        public int Count => _edges.Count;
    }

    [Slate]
    internal sealed class ByAttribute;

    internal sealed class ByConstraint<T>
        where T : Tile
    {
        public int Number { get; }
    }

    internal sealed class ByParameter
    {
        public static int Of(Colour colour) => (int)colour;
    }

    internal sealed class ByCatch
    {
        public static void Run(Action action)
        {
            try
            {
                action();
            }
            catch (StormException)
            {
            }
        }
    }

    internal sealed class ByLambda
    {
        public static Func<int> Make() => () => Tile.Count;
    }

    internal sealed class ByAwait
    {
        public static async Task<object> MakeAsync()
        {
            await Task.Yield();
            return new Tile();
        }
    }

    internal sealed class ByTypeOf
    {
        public static string Name => typeof(Tile).Name;
    }

    internal sealed class ByGenericCall
    {
        public static object[] Make() => Array.Empty<Tile>();
    }
}

namespace SmimeCertTools.Architecture.Tests.Planted.Left
{
    internal sealed class One
    {
        public Two? Next { get; init; }
    }

    internal sealed class Alone
    {
        public Base? Base { get; init; }
    }
}

namespace SmimeCertTools.Architecture.Tests.Planted.Right
{
    internal sealed class Two
    {
        public static One? Back() => null;
    }
}

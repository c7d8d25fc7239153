using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Mutation;

/// <summary>Changes elements of an encoding; the lengths around them are made right again, unless they are the change.</summary>
internal static class TlvMutator
{
    private const int DeepestWrap = 80;

    private static readonly byte[] Tags =
        [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x13, 0x16, 0x17, 0x18, 0x1E, 0x1F, 0x24, 0x30, 0x31,
        0x80, 0x81, 0xA0, 0xA1, 0xBF];

    private static readonly byte[][] Lengths =
    [
        [0x00], [0x01], [0x7F], [0x80], [0x81, 0x00], [0x81, 0x80], [0x82, 0x00, 0x01], [0x82, 0xFF, 0xFF],
        [0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x84, 0x80, 0x00, 0x00, 0x00], [0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x89, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0xFF],
    ];

    private static readonly byte[][] Integers =
    [
        [], [0], [1], [2], [3], [0x7F], [0x80], [0xFF], [0x00, 0x80], [0x00, 0xFF], [0x01, 0x00], [0x08, 0x00], [0x7F, 0xFF],
        [0x7F, 0xFF, 0xFF, 0xFF], [0x00, 0x80, 0x00, 0x00, 0x00], [0x00, 0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0x00, 0x00, 0x00],
        [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];

    private static readonly (string Name, Action<Target> Apply)[] Operators =
    [
        ("change a tag", target => target.Node.Identifier = [target.Random.Pick(Tags)]),
        ("toggle constructed", target => target.Node.Identifier = [(byte)(target.Node.Identifier[0] ^ 0x20)]),
        ("change a length", target => target.Node.ForcedLength = target.Random.Pick(Lengths)),
        ("shift a length", ShiftLength),
        ("write indefinite", target => target.Node.IsIndefinite = true),
        ("delete an element", target => target.Parent?.Children!.Remove(target.Node)),
        ("double an element", target => target.InsertBeside(target.Node.Clone())),
        ("move an element", Move),
        ("take an element from elsewhere", target => target.ReplaceBy(target.AnyElement())),
        ("insert an element from elsewhere", target => target.InsertBeside(target.AnyElement())),
        ("change a number", target => target.ChangeContent(0x02, target.Random.Pick(Integers))),
        ("change a number", target => target.ChangeContent(0x02, target.Random.Pick(Integers))),
        ("change an identifier", target => target.ChangeContent(0x06, target.Random.Pick(KnownIdentifiers.All))),
        ("change an identifier", target => target.ChangeContent(0x06, target.Random.Pick(KnownIdentifiers.All))),
        ("empty an element", Empty),
        ("swap the children", target => target.Node.Children?.Reverse()),
        ("wrap", Wrap),
        ("flood", Flood),
    ];

    /// <summary>Mutates; null when the input is no encoding.</summary>
    public static byte[]? TryMutate(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors, out string name)
    {
        name = string.Empty;
        if (TlvNode.TryParse(input, unwrap: true) is not { } root)
        {
            return null;
        }

        var (chosen, apply) = random.Pick(Operators);
        name = chosen;
        apply(new Target(root, random, donors));
        return root.Encode();
    }

    private static void ShiftLength(Target target)
    {
        var right = target.Node.Encode().Length - target.Node.Identifier.Length;
        target.Node.ForcedLength = TlvNode.EncodeLength(Math.Max(0, right - 4 + target.Random.Next(6)));
    }

    private static void Move(Target target)
    {
        target.Parent?.Children!.Remove(target.Node);
        var places = target.Root.Flatten().FindAll(node => node.Children is not null);
        if (places.Count > 0)
        {
            target.Random.Pick(places).Children!.Add(target.Node.Clone());
        }
    }

    private static void Empty(Target target)
    {
        target.Node.Children = target.Node.Children is null ? null : [];
        target.Node.Content = [];
    }

    private static void Wrap(Target target)
    {
        var depth = target.Random.OneIn(4) ? target.Random.Next(DeepestWrap) : 1;
        var wrapped = target.Node.Clone();
        var tag = target.Random.Pick<byte>([0x30, 0x31, 0x24, 0xA0]);
        for (var i = 0; i <= depth; i++)
        {
            wrapped = TlvNode.Constructed(tag, wrapped);
            wrapped.IsIndefinite = target.Random.OneIn(8);
        }

        target.ReplaceBy(wrapped);
    }

    // Many small elements: lists that a reader might walk again and again.
    private static void Flood(Target target)
    {
        var copies = Math.Min(1 + target.Random.Next(400), 60_000 / (1 + target.Node.Encode().Length));
        for (var i = 0; i < copies; i++)
        {
            target.InsertBeside(target.Node.Clone());
        }
    }

    private sealed class Target
    {
        private readonly IReadOnlyList<byte[]> _donors;

        public Target(TlvNode root, FuzzRandom random, IReadOnlyList<byte[]> donors)
        {
            Root = root;
            Random = random;
            _donors = donors;
            var all = root.Flatten();
            Node = random.Pick(all);
            Parent = all.Find(candidate => candidate.Children?.Contains(Node) == true);
        }

        public TlvNode Root { get; }

        public TlvNode Node { get; }

        public TlvNode? Parent { get; }

        public FuzzRandom Random { get; }

        public TlvNode AnyElement()
        {
            var source = _donors.Count > 0 && Random.OneIn(2)
                ? TlvNode.TryParse(Random.Pick(_donors), unwrap: true) ?? Root
                : Root;
            return Random.Pick(source.Flatten()).Clone();
        }

        public void InsertBeside(TlvNode other) => Parent?.Children!.Insert(Random.Next(Parent.Children.Count + 1), other);

        public void ReplaceBy(TlvNode other)
        {
            if (Parent is not null)
            {
                Parent.Children![Parent.Children.IndexOf(Node)] = other;
            }
        }

        public void ChangeContent(byte tag, byte[] content)
        {
            var candidates = Root.Flatten().Where(node => node.Identifier[0] == tag && node.Children is null).ToList();
            if (candidates.Count > 0)
            {
                Random.Pick(candidates).Content = content;
            }
        }
    }
}

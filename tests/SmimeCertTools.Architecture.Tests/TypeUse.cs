namespace SmimeCertTools.Architecture.Tests;

/// <summary>One type's use of another type of the same assembly. Nested types count as the type they stand in.</summary>
/// <param name="FromNamespace">The namespace of the user.</param>
/// <param name="From">The user's name in it.</param>
/// <param name="ToNamespace">The namespace of what is used.</param>
/// <param name="To">Its name in it.</param>
public sealed record TypeUse(string FromNamespace, string From, string ToNamespace, string To)
{
    /// <summary>As messages and lists of exceptions write it.</summary>
    public override string ToString() => $"{FromNamespace}.{From} -> {ToNamespace}.{To}";
}

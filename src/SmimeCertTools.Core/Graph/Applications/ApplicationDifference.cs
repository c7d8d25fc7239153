namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>What an application lacks of what is wanted.</summary>
/// <param name="Member">The wire name of the member, such as requiredResourceAccess; servicePrincipal for that object.</param>
/// <param name="Existing">What is there, as text; (none) for nothing.</param>
/// <param name="Wanted">What is wanted, as text.</param>
public sealed record ApplicationDifference(string Member, string Existing, string Wanted)
{
    internal const string Nothing = "(none)";

    internal static ApplicationDifference Missing(string member, string wanted) => new(member, Nothing, wanted);

    /// <inheritdoc/>
    public override string ToString() => $"{Member}: {Existing} -> {Wanted}";
}

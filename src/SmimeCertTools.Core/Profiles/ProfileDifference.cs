namespace SmimeCertTools.Core.Profiles;

/// <summary>A member in which a profile that exists differs from what is wanted.</summary>
public sealed class ProfileDifference
{
    internal ProfileDifference(string member, string wanted, string existing, bool isFixed)
    {
        Member = member;
        Wanted = wanted;
        Existing = existing;
        IsFixed = isFixed;
    }

    /// <summary>The wire name of the member or navigation.</summary>
    public string Member { get; }

    /// <summary>What is wanted, as short text; (none) for nothing.</summary>
    public string Wanted { get; }

    /// <summary>What is there, as short text; (none) for nothing.</summary>
    public string Existing { get; }

    /// <summary>Whether the service does not let it change: the profile must be made anew under another name.</summary>
    public bool IsFixed { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Member}: {Existing} -> {Wanted}";
}

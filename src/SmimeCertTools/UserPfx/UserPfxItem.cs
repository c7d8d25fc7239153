namespace SmimeCertTools.UserPfx;

/// <summary>One PFX file or record of the input.</summary>
internal sealed class UserPfxItem
{
    /// <summary>Creates an item.</summary>
    public UserPfxItem(long number, string userPrincipalName, string? path, int? line = null)
    {
        Line = line;
        Number = number;
        UserPrincipalName = userPrincipalName;
        Path = path;
    }

    /// <summary>Its place in the input, from 0.</summary>
    public long Number { get; }

    /// <summary>Its line in a manifest; null for what came otherwise.</summary>
    public int? Line { get; }

    /// <summary>The user as the caller gave it.</summary>
    public string UserPrincipalName { get; }

    /// <summary>The file: its full path, or what the caller gave when no file was found; null for a record.</summary>
    public string? Path { get; }

    /// <summary>The certificate that a record names; null for a file, whose certificates are not known yet.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>The PFX itself, where it did not come as a file; <see cref="Path"/> then is what it is called.</summary>
    public byte[]? Content { get; set; }

    /// <summary>What an error about this item is about.</summary>
    public string Target => string.IsNullOrEmpty(Path) ? UserPrincipalName : Path!;
}

namespace SmimeCertTools.Types;

/// <summary>What somebody has to do with a message.</summary>
public enum SmimeMessageRole
{
    /// <summary>The message is encrypted for this certificate, password or key.</summary>
    Recipient,

    /// <summary>This certificate signed it.</summary>
    Signer,
}

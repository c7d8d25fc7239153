namespace SmimeCertTools.Types;

/// <summary>What the subject of an issued certificate is made of.</summary>
public enum SmimeSubjectNameFormat
{
    /// <summary>The user's name.</summary>
    CommonName,

    /// <summary>The user's name, and the e-mail address as an attribute of its own.</summary>
    CommonNameIncludingEmail,

    /// <summary>The e-mail address as name.</summary>
    CommonNameAsEmail,

    /// <summary>A text with variables of Intune's, such as <c>CN={{UserName}},E={{EmailAddress}}</c>.</summary>
    Custom,

    /// <summary>The device's IMEI.</summary>
    CommonNameAsIMEI,

    /// <summary>The device's serial number.</summary>
    CommonNameAsSerialNumber,

    /// <summary>The device's id in Entra.</summary>
    CommonNameAsAadDeviceId,

    /// <summary>The device's id in Intune.</summary>
    CommonNameAsIntuneDeviceId,

    /// <summary>The device's durable id.</summary>
    CommonNameAsDurableDeviceId,
}

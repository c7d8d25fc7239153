namespace SmimeCertTools.Core.Files;

/// <summary>Why a file cannot be added to.</summary>
internal enum KeptFileFault
{
    /// <summary>Its folder does not exist.</summary>
    FolderNotFound,

    /// <summary>It is a folder, a pipe or a device.</summary>
    NotOrdinary,

    /// <summary>It is a symbolic link, or has another name besides.</summary>
    Linked,

    /// <summary>Another process writes to it.</summary>
    InUse,

    /// <summary>The system refuses.</summary>
    NotWritable,

    /// <summary>Somebody else shortened, replaced or deleted it; the cause says which.</summary>
    Changed,
}

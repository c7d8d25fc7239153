using System;

namespace SmimeCertTools.Core.Revocation;

/// <summary>Why a list for the CA cannot be added to.</summary>
public enum RevocationListErrorKind
{
    /// <summary>The file holds something else than such a list.</summary>
    NotRecognized,

    /// <summary>What is there is a link, a folder, a pipe or a device.</summary>
    NotOrdinary,

    /// <summary>Another process writes to the file.</summary>
    InUse,

    /// <summary>Somebody else deleted, replaced or shortened the file during the run.</summary>
    Changed,
}

/// <summary>A file that certificates to be revoked cannot be listed in.</summary>
/// <param name="kind">Why.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="path">The file.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class RevocationListException(
    RevocationListErrorKind kind, string message, string path, Exception? innerException = null)
    : SmimeException<RevocationListErrorKind>(kind, "RevocationList" + kind, message, path, innerException);

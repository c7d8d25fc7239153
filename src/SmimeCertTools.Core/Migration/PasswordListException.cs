using System;

namespace SmimeCertTools.Core.Migration;

/// <summary>What is wrong with a list of passwords.</summary>
public enum PasswordListErrorKind
{
    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is no table, or has no column of passwords.</summary>
    Invalid,

    /// <summary>A line of it cannot be used.</summary>
    LineInvalid,
}

/// <summary>A list of passwords, or a line of it, that cannot be read.</summary>
public sealed class PasswordListException(
    PasswordListErrorKind kind, string message, string path, Exception? innerException = null)
    : SmimeException<PasswordListErrorKind>(kind, "PasswordList" + kind, message, path, innerException);

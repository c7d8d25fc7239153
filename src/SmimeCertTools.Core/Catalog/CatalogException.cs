using System;

namespace SmimeCertTools.Core.Catalog;

/// <summary>What is wrong with a catalogue.</summary>
public enum CatalogErrorKind
{
    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is no catalogue.</summary>
    NotRecognized,

    /// <summary>A line of it cannot be used.</summary>
    LineInvalid,
}

/// <summary>A catalogue of certificates, or a line of it, that cannot be read.</summary>
public sealed class CatalogException(
    CatalogErrorKind kind, string message, string path, Exception? innerException = null)
    : SmimeException<CatalogErrorKind>(kind, "Catalog" + kind, message, path, innerException);

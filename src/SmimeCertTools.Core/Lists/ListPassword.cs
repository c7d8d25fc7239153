using System;
using System.IO;
using System.Security;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Lists;

/// <summary>The password that a row names: in itself, or in a file.</summary>
internal static class ListPassword
{
    /// <summary>Reads the password of a table's current row.</summary>
    /// <param name="table">The table.</param>
    /// <param name="password">The password; null where the row has none. The caller disposes of it.</param>
    /// <returns>The row's error; null when there is none.</returns>
    public static SmimeException? Read(ListTable table, out SecretText? password)
    {
        password = null;
        var text = table.Exact(ListColumn.Password);
        var file = table.File(ListColumn.PasswordFile);
        if (text.Length > 0 && file.Length > 0)
        {
            return table.Error("it has both a Password and a PasswordFile. Leave one of them empty.");
        }

        try
        {
            password = file.Length > 0 ? PasswordFile.Read(table.Resolve(file) ?? file)
                : text.Length > 0 ? SecretText.Copy(text.AsSpan())
                : null;
            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or SecurityException
            or ArgumentException or NotSupportedException)
        {
            var problem = HeldFile.IsCause(e) ? "another program has it open" : e.Message.TrimEnd('.');
            return table.Error($"its PasswordFile '{file}' cannot be read: {problem}.", e);
        }
    }
}

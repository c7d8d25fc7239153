using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace SmimeCertTools.Hosting;

/// <summary>
/// A list that reads as its texts with "; " between them. Export-Csv takes what ToString says, and would put the name of a type
/// into the column.
/// </summary>
internal sealed class TextList(IEnumerable<string> texts) : ReadOnlyCollection<string>([.. texts])
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);
}

using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Help;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>The pages of this checkout.</summary>
internal static class HelpPages
{
    private static readonly Lazy<IReadOnlyList<CommandHelp>> Pages = new(() => HelpGenerator.ReadCommands(Folder!));

    public static string Folder { get; } = RepositoryRoot.Combine(HelpGenerator.PagesFolder.Split('/'));

    public static IReadOnlyList<CommandHelp> All => Pages.Value;

    /// <summary>The cmdlets that have a page, as test data.</summary>
    public static TheoryData<string> Names => [.. All.Select(page => page.Name)];

    public static CommandHelp Of(string name) => All.Single(page => page.Name == name);
}

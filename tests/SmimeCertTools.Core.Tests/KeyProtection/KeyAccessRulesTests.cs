using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class KeyAccessRulesTests
{
    private const string Service = MemoryKeyProviders.ServiceSid;
    private const string System = "S-1-5-18";
    private const string Administrators = "S-1-5-32-544";
    private const string Group = "S-1-5-21-1-2-3-2000";
    private const string Everyone = "S-1-1-0";

    // D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GR;;;S-1-5-21-1004336348-1177238915-682003330-1105) as Samba 4.17 encodes it, but for the list's
    // revision: 2, as Windows writes it for lists without object entries.
    private const string WithService =
        "0100049000000000000000000000000014000000" + "0200580003000000"
        + "0000140000000010" + "010100000000000512000000"
        + "0000180000000010" + "01020000000000052000000020020000"
        + "0000240000000080" + "010500000000000515000000DCF4DC3B833D2B46828BA62851040000";

    // D:(D;;GR;;;S-1-1-0)(A;;0x120089;;;SY), by Samba.
    private const string Denying =
        "0100048000000000000000000000000014000000" + "0400300002000000"
        + "0100140000000080" + "010100000000000100000000"
        + "0000140089001200" + "010100000000000512000000";

    [Fact]
    public void A_new_key_is_for_system_administrators_and_the_service() =>
        Assert.Equal(WithService, Convert.ToHexString(KeyAccessRules.Describe(Service)));

    [Theory]
    [InlineData(null)]
    [InlineData(System)]
    [InlineData("s-1-5-32-544")]
    public void No_entry_stands_there_twice(string? service)
    {
        var entries = KeySecurityDescriptor.Read(KeyAccessRules.Describe(service))!;
        Assert.Equal([System, Administrators], entries.Select(entry => entry.Sid));
        Assert.All(entries, entry => Assert.Equal(KeySecurityDescriptor.GenericAll, entry.Mask));
    }

    [Fact]
    public void A_list_is_read_with_names_rights_and_denials()
    {
        var access = KeyAccessRules.Read(Convert.FromHexString(Denying), sid => sid == System ? @"NT AUTHORITY\SYSTEM" : null)!;

        Assert.Equal([Everyone, System], access.Select(entry => entry.Sid));
        Assert.Equal([Everyone, @"NT AUTHORITY\SYSTEM"], access.Select(entry => entry.Account));
        Assert.Equal([true, false], access.Select(entry => entry.IsDenied));
        Assert.All(access, entry => Assert.True(entry.CanUse));
    }

    [Fact]
    public void An_entry_that_only_shows_the_list_is_no_use()
    {
        const uint ReadControl = 0x00020000;
        var entry = Assert.Single(KeyAccessRules.Read(KeySecurityDescriptor.Write([new(Service, ReadControl)]), _ => null)!);
        Assert.False(entry.CanUse);
        Assert.Equal(ConnectorKeyUse.NotListed, KeyAccessRules.Evaluate([entry], Service));
    }

    [Fact]
    public void A_descriptor_without_a_list_lets_everyone_in()
    {
        var bytes = Convert.FromHexString("0100008000000000000000000000000000000000");
        Assert.Equal(ConnectorKeyUse.Allowed, KeyAccessRules.Evaluate(KeyAccessRules.Read(bytes, _ => null), Service));
    }

    [Fact]
    public void Broken_descriptors_are_none()
    {
        var whole = Convert.FromHexString(WithService);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(KeySecurityDescriptor.Read(whole.AsSpan(0, length)));
        }

        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.True(KeySecurityDescriptor.Read(changed) is null or { Count: <= 3 });
        }

        Assert.Null(KeyAccessRules.Read([], _ => null));
        Assert.Null(KeyAccessRules.Read(null, _ => null));
    }

    [Theory]
    [InlineData("S-1-5-18", true)]
    [InlineData("S-1-5-21-1004336348-1177238915-682003330-1105", true)]
    [InlineData("s-1-1-0", true)]
    [InlineData("S-1-5-80-4294967295-0-1", true)]
    [InlineData("S-1-5", false)]
    [InlineData("S-1-5-", false)]
    [InlineData("S-1-5-4294967296", false)]
    [InlineData("S-2-5-18", false)]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16", false)]
    [InlineData("svc-intune", false)]
    [InlineData("", false)]
    public void Sids_are_told_from_names(string text, bool isSid)
    {
        Assert.Equal(isSid, SecurityIdentifiers.TryParse(text, out var bytes));
        Assert.True(!isSid || SecurityIdentifiers.Format(bytes) == text.ToUpperInvariant());
    }

    [Theory]
    [InlineData("+Service", ConnectorKeyUse.Allowed)]
    [InlineData("+System +Administrators +Service", ConnectorKeyUse.DependsOnGroup, "-Group")]
    [InlineData("+System +Administrators +Service", ConnectorKeyUse.Allowed)]
    [InlineData("+Everyone", ConnectorKeyUse.Allowed)]
    [InlineData("+System", ConnectorKeyUse.NotListed)]
    [InlineData("", ConnectorKeyUse.NotListed)]
    [InlineData("+System +Administrators", ConnectorKeyUse.DependsOnGroup)]
    [InlineData("+Group", ConnectorKeyUse.DependsOnGroup)]
    [InlineData("-Service +Administrators", ConnectorKeyUse.Denied)]
    [InlineData("-Everyone +Service", ConnectorKeyUse.Denied)]
    [InlineData("+Service -Service", ConnectorKeyUse.Allowed)]
    [InlineData("+Administrators -Service", ConnectorKeyUse.DependsOnGroup)]
    [InlineData("-Group", ConnectorKeyUse.NotListed)]
    public void The_list_is_evaluated_in_its_order(string list, ConnectorKeyUse expected, string before = "") =>
        Assert.Equal(expected, KeyAccessRules.Evaluate(Access(before + " " + list), Service));

    [Fact]
    public void System_is_an_administrator()
    {
        Assert.Equal(ConnectorKeyUse.Allowed, KeyAccessRules.Evaluate(Access("+Administrators"), System));
        Assert.Equal(ConnectorKeyUse.Denied, KeyAccessRules.Evaluate(Access("-Administrators +System"), System));
        Assert.Equal(ConnectorKeyUse.Unknown, KeyAccessRules.Evaluate(null, System));
    }

    private static List<ConnectorKeyAccess> Access(string list) =>
    [
        .. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => new ConnectorKeyAccess
        {
            Account = entry,
            Sid = entry[1..] switch
            {
                nameof(Service) => Service,
                nameof(System) => System,
                nameof(Administrators) => Administrators,
                nameof(Group) => Group,
                _ => Everyone,
            },
            IsDenied = entry[0] == '-',
            CanUse = true,
        }),
    ];
}

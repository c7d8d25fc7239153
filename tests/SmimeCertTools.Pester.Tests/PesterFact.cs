using System;
using Xunit;
using Xunit.Sdk;

namespace SmimeCertTools.Pester.Tests;

/// <summary>Stands for all tests of tests/pester: discovery makes one test of each, and one of each file.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("SmimeCertTools.Pester.Tests.PesterDiscoverer", "SmimeCertTools.Pester.Tests")]
public sealed class PesterFactAttribute : FactAttribute;

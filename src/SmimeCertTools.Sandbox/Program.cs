using System;
using SmimeCertTools.Sandbox.Hosting;

await using var sandbox = await SandboxHost.StartAsync();
Console.WriteLine(sandbox.GraphUri);
return 0;

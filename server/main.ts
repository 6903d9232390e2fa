import 'reflect-metadata';
import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { type App, type Role, startApp } from './app.ts';
import { startCluster, reportServing, unusable } from './cluster.ts';
import { demoAgs, seedDemo } from './database/seed/seed.ts';
import { createDemoLinks } from './identity/identity.demo.ts';
import { type Config, ConfigError, readConfig } from './kernel/config.ts';

const roles: Readonly<Record<string, Role>> = { web: 'web', worker: 'worker' };

try {
  const config = readConfig();
  const role = roles[process.argv[2] ?? ''] ?? 'all';
  if (config.webConcurrency > 1 && role !== 'worker' && !cluster.isWorker) {
    await startCluster(config, fileURLToPath(import.meta.url), role);
    console.log(
      `Ortsfunk, installation mode: ${config.publicUrl} (${config.webConcurrency} processes on port ${config.port})`,
    );
  } else {
    const app = await (config.mode === 'demo' ? startDemo(config) : startInstallation(config, role));
    stopOnSignals(app);
    reportServing();
  }
} catch (error) {
  console.error(error instanceof ConfigError ? `Ortsfunk cannot start: ${error.message}` : error);
  process.exit(error instanceof ConfigError ? unusable : 1);
}

async function startInstallation(config: Config, role: Role): Promise<App> {
  const app = await startApp(config, { role });
  if (!cluster.isWorker) console.log(`Ortsfunk, installation mode: ${app.services.publicUrl()} (port ${app.port})`);
  return app;
}

/**
 * Starts the demonstration: it is seeded at the first start, has routes that installations lack, and sends to servers of
 * its own unless mails leave by SMTP_URL.
 */
async function startDemo(given: Config): Promise<App> {
  const { startLoopback } = await import('./demo/loopback.ts');
  const loopback = given.smtpUrl === undefined ? await startLoopback(given) : undefined;
  const app = await startApp(loopback?.config ?? given, {
    prepare: async (services) => {
      await seedDemo(services, console.log);
      await loopback?.connect(services);
    },
  });
  loopback?.setPort(app.port);
  const { services } = app;
  console.log(`\nOrtsfunk, demo mode: ${services.publicUrl()}\n`);
  for (const { as, url } of await createDemoLinks(services, demoAgs))
    console.log(`  sign in as ${as.padEnd(8)} ${url}`);
  console.log(`  outgoing messages   ${services.publicUrl()}/mailbox\n`);
  return {
    ...app,
    stop: async () => {
      await app.stop();
      loopback?.stop();
    },
  };
}

function stopOnSignals(app: App): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      void app.stop().then(() => process.exit(0));
    });
  }
}

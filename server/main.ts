import 'reflect-metadata';
import { type App, type Role, startApp } from './app.ts';
import { ConfigError, readConfig } from './kernel/config.ts';

const roles: Readonly<Record<string, Role>> = { web: 'web', worker: 'worker' };

try {
  const config = readConfig();
  const app = await startApp(config, roles[process.argv[2] ?? ''] ?? 'all');
  stopOnSignals(app);
  console.log(`Ortsfunk, ${config.mode} mode, listening on ${app.services.publicUrl()}`);
} catch (error) {
  console.error(error instanceof ConfigError ? `Ortsfunk cannot start: ${error.message}` : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

function stopOnSignals(app: App): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      void app.stop().then(() => process.exit(0));
    });
  }
}

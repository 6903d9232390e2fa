import { join } from 'node:path';
import { z } from 'zod';
import { identitySettings } from './config.identity.ts';
import { findMapContradictions, mapSettings, readMap } from './config.map.ts';
import { networkSettings } from './config.network.ts';
import { processSettings } from './config.process.ts';
import { smsSettings } from './config.sms.ts';
import { storageSettings } from './config.storage.ts';

/** All environment variables that the server reads. docs/configuration.md is generated from these groups. */
export const settingGroups = [
  networkSettings,
  storageSettings,
  processSettings,
  mapSettings,
  identitySettings,
  smsSettings,
];

/** The variables of all groups. */
export const environment = z.object({
  ...networkSettings.shape,
  ...storageSettings.shape,
  ...processSettings.shape,
  ...mapSettings.shape,
  ...identitySettings.shape,
  ...smsSettings.shape,
});
type Environment = z.output<typeof environment>;

const configuration = environment
  .transform((env, ctx) => {
    for (const contradiction of findContradictions(env)) ctx.addIssue(contradiction);
    const mode = modeOf(env);
    return {
      /**
       * `demo` without DATABASE_URL if NODE_ENV is not production; only demo mode has sign-in without a proof and other
       * shortcuts.
       */
      mode,
      /** 127.0.0.1 in demo mode, 0.0.0.0 in installation mode. */
      host: mode === 'demo' ? '127.0.0.1' : '0.0.0.0',
      port: env.PORT,
      dataDir: env.DATA_DIR,
      /** Undefined: `<dataDir>/keys`. */
      keyDir: env.KEY_DIR,
      /** Bucket for photos; undefined: photos are stored in `<dataDir>/files`. */
      bucket: env.FILES_URL,
      /** Undefined: no nightly backups. The demo makes them in its data folder. */
      backupDir: env.BACKUP_DIR ?? (mode === 'demo' ? demoBackupDir(env) : undefined),
      /** Public keys of age; empty: backups are not encrypted. */
      backupRecipients: env.BACKUP_RECIPIENT ?? [],
      databaseUrl: env.DATABASE_URL,
      /** True on PostgreSQL, and in the demo, which is exempt from what demands it; false: nothing that demands it works. */
      hasPostgresFeatures: env.DATABASE_URL !== undefined || mode === 'demo',
      redisUrl: env.REDIS_URL,
      /** Origin without a trailing slash; undefined in demo mode, where the listening address is used. */
      publicUrl: env.PUBLIC_URL,
      townHosts: env.TOWN_HOSTS ?? [],
      smtpUrl: env.SMTP_URL,
      /** Domains of addresses from which mails may be sent, besides the host of all pages. */
      mailDomains: env.MAIL_DOMAINS ?? [],
      bounceDomain: env.BOUNCE_DOMAIN,
      bouncePort: env.BOUNCE_PORT,
      /** Hosts with ports. */
      outsideHosts: env.OUTSIDE_HOSTS ?? [],
      /** Hosts of push services; `*.` before a host: those below it; `*`: any. */
      pushHosts: env.PUSH_HOSTS,
      /** Milliseconds that a push service or an SMS gateway has for its answer. */
      deliveryTimeoutMs: env.DELIVERY_TIMEOUT_MS,
      trustProxy: env.TRUST_PROXY,
      anonymousCostPerMinute: env.ANONYMOUS_COST,
      compareMs: env.LIVE_COMPARE_MS,
      webConcurrency: env.WEB_CONCURRENCY,
      drainMs: env.DRAIN_MS,
      /** Undefined: no metrics. */
      metricsPort: env.METRICS_PORT,
      logLevel: env.LOG_LEVEL,
      logsSql: env.LOG_SQL === '1',
      map: readMap(env),
      identityServices: env.IDENTITY_SERVICES ?? [],
      proofMonths: env.PROOF_MONTHS,
      letterDays: env.LETTER_DAYS,
      /** Undefined: no SMS are sent. */
      smsGateway: env.SMS_GATEWAY,
      /** Two letters of each country whose numbers get SMS. */
      smsCountries: env.SMS_COUNTRIES,
      /** Expected price of an SMS in hundredths of a cent. */
      smsPrice: Math.round(100 * env.SMS_PRICE),
    };
  })
  .readonly();

/** The validated, frozen settings of a process; the descriptions of the variables say what each of them does. */
export type Config = z.output<typeof configuration>;

/** Invalid setting; `message` is shown to the operator. */
export class ConfigError extends Error {}

/** Only place that reads process.env. Throws a ConfigError with one sentence for each invalid setting. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.entries(env).filter(([, value]) => value?.trim() !== '');
  const result = configuration.safeParse(Object.fromEntries(set));
  if (result.success) return result.data;
  throw new ConfigError(describeProblems(result.error));
}

/** Environment of another program: what finds and localises it, without the settings and secrets of the product. */
export function programEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|PG\w+)$/.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

function modeOf({ DATABASE_URL, NODE_ENV }: Environment): 'demo' | 'installation' {
  return DATABASE_URL === undefined && NODE_ENV !== 'production' ? 'demo' : 'installation';
}

function demoBackupDir({ DATA_DIR }: Environment): string | undefined {
  return DATA_DIR.startsWith('memory:') ? undefined : join(DATA_DIR, 'backups');
}

/** Yields a sentence for each violated rule about several settings. */
function* findContradictions(env: Environment): Generator<string> {
  const needed = ['PUBLIC_URL', 'SMTP_URL'] as const;
  const missing = needed.filter((name) => env[name] === undefined);
  if (modeOf(env) === 'installation' && missing.length > 0)
    yield `installation mode needs ${missing.join(' and ')} (see docs/configuration.md)`;
  if ((env.BOUNCE_DOMAIN === undefined) !== (env.BOUNCE_PORT === undefined))
    yield 'BOUNCE_DOMAIN and BOUNCE_PORT go together: set both or neither';
  // Processes do not share memory, so several of them need a common database and Redis.
  if (env.WEB_CONCURRENCY > 1 && (env.DATABASE_URL === undefined || env.REDIS_URL === undefined))
    yield 'WEB_CONCURRENCY above 1 needs DATABASE_URL and REDIS_URL';
  const common = env.PUBLIC_URL && new URL(env.PUBLIC_URL).hostname;
  if (env.TOWN_HOSTS?.some(({ host }) => host === common))
    yield `TOWN_HOSTS names ${common}, which is the host of PUBLIC_URL: all towns are there`;
  yield* findMapContradictions(env);
}

/** One line for each problem; the line begins with the setting's name and, for lists, the index of the entry. */
function describeProblems({ issues }: z.ZodError): string {
  const sentences = issues.map(({ path: [name, entry], message }) => {
    if (name === undefined) return message;
    const place = typeof entry === 'number' ? `[${entry}]` : '';
    return `${String(name)}${place} ${message}`;
  });
  return sentences.join('\n');
}

import type { Config } from '../kernel/config.ts';

/** Settings of a test server in installation mode: any free port, everything in memory by default. */
export function testConfig(overrides: Partial<Config>): Config {
  return {
    mode: 'installation',
    host: '127.0.0.1',
    port: 0,
    dataDir: 'memory://',
    keyDir: undefined,
    bucket: undefined,
    backupDir: undefined,
    backupRecipients: [],
    databaseUrl: undefined,
    hasPostgresFeatures: true, // tests of what demands PostgreSQL run on both databases
    redisUrl: undefined,
    publicUrl: undefined,
    townHosts: [],
    smtpUrl: undefined,
    bounceDomain: undefined,
    bouncePort: undefined,
    mailDomains: [],
    outsideHosts: [],
    pushHosts: ['*'],
    deliveryTimeoutMs: 10_000,
    trustProxy: 0,
    anonymousCostPerMinute: 2_000_000,
    compareMs: 12_000,
    webConcurrency: 1,
    drainMs: 1000,
    metricsPort: undefined,
    logLevel: 'fatal',
    logsSql: false,
    map: undefined,
    identityServices: [],
    proofMonths: 24,
    letterDays: 60,
    smsGateway: undefined,
    smsCountries: ['DE', 'AT', 'CH'],
    smsPrice: 750,
    ...overrides,
  };
}

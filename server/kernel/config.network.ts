import { z } from 'zod';
import { splitList, urlWith, wholeNumber, wholeNumberIfSet } from './config.values.ts';

/** Town with a host name of its own. */
export interface TownHost {
  /** Host name as browsers send it, without a port; scheme and port are those of PUBLIC_URL. */
  readonly host: string;
  readonly ags: string;
}

const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

const origin = urlWith('http', 'https')
  .transform((text) => new URL(text))
  .refine(isOrigin, 'must be an origin without a path, e.g. https://ortsfunk.example')
  .transform((url) => url.origin);

const townHosts = z.string().transform((text, ctx): readonly TownHost[] => {
  const pairs = splitList(text);
  const hosts = pairs.map(readTownHost);
  const wrong = pairs.find((_, i) => hosts[i] === undefined);
  if (wrong !== undefined) ctx.addIssue(`must be like unkel.example=07138073,linz.example=07138041, got "${wrong}"`);
  const read = hosts.filter((host) => host !== undefined);
  const names = read.flatMap(({ host, ags }) => [host, ags]);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) ctx.addIssue(`names ${twice} twice: each host and each town can stand there only once`);
  return Object.freeze(read);
});

const mailDomains = z.string().transform((text, ctx): readonly string[] => {
  const domains = splitList(text.toLowerCase());
  const wrong = domains.find((domain) => !hostName.test(domain));
  if (wrong !== undefined) ctx.addIssue(`must be like unkel.example,linz.example, got "${wrong}"`);
  return Object.freeze(domains);
});

const outsideHosts = z.string().transform((text, ctx): readonly string[] => {
  const hosts = splitList(text);
  const wrong = hosts.find((host) => !/^[a-z0-9.-]+(:\d{1,5})?$/.test(host));
  if (wrong !== undefined) ctx.addIssue(`must be like gis.intern,10.0.0.7:8080, got "${wrong}"`);
  return Object.freeze(hosts);
});

/** Push services of the browsers. */
const browsersPushHosts =
  'fcm.googleapis.com,*.push.services.mozilla.com,web.push.apple.com,*.push.apple.com,*.notify.windows.com';

const pushHosts = z
  .string()
  .default(browsersPushHosts)
  .transform((text, ctx): readonly string[] => {
    const hosts = splitList(text);
    const wrong = hosts.find((host) => !/^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(host));
    if (wrong !== undefined) ctx.addIssue(`must be like push.example.org,*.push.example.org or *, got "${wrong}"`);
    return Object.freeze(hosts);
  });

/** Addresses of the server, and hosts that it connects to. */
export const networkSettings = z
  .object({
    PUBLIC_URL: origin
      .optional()
      .describe(
        'Origin of all pages and links, without a path; required in installation mode. With https, cookies have the ' +
          'prefix `__Host-` and the attribute Secure.',
      ),
    TOWN_HOSTS: townHosts
      .optional()
      .describe(
        'Towns with a host name of their own: `unkel.example=07138073,linz.example=07138041` (host name and official ' +
          "key). At such a host `/` is the town, and the town's pages and the links in its mails exist only there. " +
          'Scheme and port are those of `PUBLIC_URL`; a proxy must hand on the header `Host`.',
      ),
    SMTP_URL: urlWith('smtp', 'smtps')
      .optional()
      .describe(
        'Server for outgoing mail, `smtp://user:password@host:port`; required in installation mode. Without it, ' +
          'demo mode shows mail at `/mailbox` instead of sending it.',
      ),
    MAIL_DOMAINS: mailDomains
      .optional()
      .describe(
        "Mail domains besides the host of `PUBLIC_URL` from which towns' mails may be sent: `unkel.example,linz.example`. " +
          'Their records SPF, DKIM and DMARC must allow the server of `SMTP_URL`; an operator then sets the address of a town.',
      ),
    BOUNCE_DOMAIN: z
      .string()
      .toLowerCase()
      .regex(hostName, 'must be a host name, e.g. post.ortsfunk.example')
      .optional()
      .describe(
        'Host name to which mail servers send bounces: mails leave with the sender `bounce+<token>@BOUNCE_DOMAIN`. Its ' +
          'record MX, or your own mail server, leads to `BOUNCE_PORT`, and its record SPF allows the server of `SMTP_URL`.',
      ),
    BOUNCE_PORT: wholeNumberIfSet(0, 65_535).describe(
      'Port on which the process for jobs takes bounces by SMTP, without TLS, and nothing else; goes with ' +
        '`BOUNCE_DOMAIN`. Without both, addresses that do not exist are noticed only if the server of `SMTP_URL` ' +
        'refuses them at once.',
    ),
    OUTSIDE_HOSTS: outsideHosts
      .optional()
      .describe(
        "Hosts of your own network from which partners' pictures may be fetched and to which reports may be sent, " +
          'over http too: `gis.intern,10.0.0.7:8080`. All other hosts are reached over https only, and only at public ' +
          'addresses.',
      ),
    PUSH_HOSTS: pushHosts.describe(
      'Hosts of the push services to which messages for devices are sent, over https: `push.example.org`, or ' +
        '`*.push.example.org` for all hosts below. The push services of Chrome, Firefox, Safari and Edge by default. ' +
        '`*`: any public host, which phones with UnifiedPush need.',
    ),
    DELIVERY_TIMEOUT_MS: wholeNumber(100, 60_000, 10_000).describe(
      'Time in milliseconds that a push service or an SMS gateway has for its answer; afterwards all messages to its ' +
        'host pause.',
    ),
    TRUST_PROXY: wholeNumber(0, 10, 0).describe(
      "Number of proxies in front of the server that are trusted to report the client's address. With 0 behind a proxy " +
        'all visitors share one address and its limits; the log and `/readyz` then warn.',
    ),
    ANONYMOUS_COST: wholeNumber(1000, 1_000_000_000, 2_000_000).describe(
      'Number of objects that one address may read per minute without an account. All phones behind one Wi-Fi share ' +
        'one address.',
    ),
  })
  .meta({ title: 'Addresses' });

function isOrigin({ pathname, search }: URL): boolean {
  return pathname === '/' && search === '';
}

function readTownHost(pair: string): TownHost | undefined {
  const [host = '', ags = '', ...rest] = pair.split('=').map((part) => part.trim());
  if (!hostName.test(host) || !/^\d{8}$/.test(ags) || rest.length > 0) return undefined;
  return Object.freeze({ host, ags });
}

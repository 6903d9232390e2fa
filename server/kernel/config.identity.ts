import { z } from 'zod';
import { secureUrl, wholeNumber } from './config.values.ts';

const levels = 'needs "levels" such as {"substantial": "SUBSTANTIAL", "high": "HIGH"}';
const towns = 'needs "towns" as a list of official keys of eight digits';

/** One entry of IDENTITY_SERVICES. Messages never repeat a value, because one of the values is a secret. */
export const identityService = z
  .strictObject(
    {
      id: textOf('id')
        .regex(/^[a-z0-9-]{1,30}$/, 'needs an "id" of small letters, digits and hyphens')
        .describe('Name of the service in addresses: at most 30 small letters, digits and hyphens.'),
      name: textOf('name').describe('Name of the service that people see.'),
      issuer: textOf('issuer')
        .pipe(secureUrl('needs an "issuer" that begins with https://'))
        .refine((url) => !/[?#]/.test(url), 'needs an "issuer" without "?" and "#"')
        .describe('Issuer whose tokens are accepted, exactly as the service writes it.'),
      clientId: textOf('clientId').describe('Client identifier of the installation at the service.'),
      clientSecret: textOf('clientSecret').describe('Client secret for `clientId`.'),
      levelClaim: textOf('levelClaim')
        .nullish()
        .transform((claim) => claim ?? 'acr')
        .describe('Claim of the ID token that holds the level of assurance.'),
      levels: z
        .record(z.string(), z.enum(['SUBSTANTIAL', 'HIGH'], levels), levels)
        .refine((meanings) => Object.keys(meanings).length > 0, levels)
        .readonly()
        .describe(
          'Meaning of the values of that claim: `{"substantial": "SUBSTANTIAL", "high": "HIGH"}`. A value that is not ' +
            'listed means BASIC.',
        ),
      towns: z
        .array(z.string(towns).regex(/^\d{8}$/, towns), towns)
        .readonly()
        .nullish()
        .transform((keys) => keys ?? null)
        .describe('Official keys of the towns that offer the service: `["07138073"]`. Without it all towns offer it.'),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? `has an unknown key "${issue.keys[0]}"` : 'must be an object',
    },
  )
  .meta({
    title: 'Entries of IDENTITY_SERVICES',
    description:
      'Register `<PUBLIC_URL>/identity/<id>/callback` at the service; for a town with a host of its own, register the ' +
      'same path at that host. An unknown key is refused. Example:\n\n```json\n' +
      '[{"id": "bundid", "name": "BundID", "issuer": "https://broker.example", "clientId": "…", "clientSecret": "…",\n' +
      '  "levelClaim": "acr", "levels": {"substantial": "SUBSTANTIAL", "high": "HIGH"}, "towns": ["07138073"]}]\n```',
  });

/** OpenID Connect service that confirms identities; BundID and DeutschlandID are reached through a broker. */
export type IdentityService = Readonly<z.output<typeof identityService>>;

const identityServices = z
  .string()
  .transform(parseJson)
  .pipe(z.array(identityService.readonly(), 'must be a JSON array').max(20, 'has more than 20 services'))
  .superRefine((services, ctx) => {
    const ids = services.map(({ id }) => id);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) ctx.addIssue(`names "${twice}" twice`);
  })
  .readonly();

/** Settings for the proof of identity and residence. */
export const identitySettings = z
  .object({
    IDENTITY_SERVICES: identityServices
      .optional()
      .describe(
        'OpenID Connect services at which people prove their identity: a JSON array whose entries have the ' +
          'keys listed below. Without it, accounts prove no more than an e-mail address.',
      ),
    PROOF_MONTHS: wholeNumber(1, 120, 24).describe('Time for which a proof of residence is valid, in months.'),
    LETTER_DAYS: wholeNumber(1, 365, 60).describe('Time in which the code of a letter can be used, in days.'),
  })
  .meta({ title: 'Identity' });

function textOf(key: string) {
  const problem = `needs "${key}" as text`;
  return z.string(problem).regex(/\S/, { error: problem, abort: true });
}

/** Parsed JSON, or undefined: the message of JSON.parse could quote the secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

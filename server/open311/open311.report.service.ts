import { randomUUID } from 'node:crypto';
import { validate } from 'uuid';
import type { Partner } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { IdempotencyKey } from '../kernel/idempotency.ts';
import { askOutside, OutsideError } from '../kernel/outside.ts';
import { Issue } from '../issue/issue.entity.ts';
import { mostPhotos } from '../issue/photo/issue.photo.rules.ts';
import type { GivenAnswer } from '../issue/category/issue.question.rules.ts';
import { reportIssue } from '../issue/report/issue.report.service.ts';
import { admitUpload, uploadPhoto } from '../media/media.service.ts';
import { photoLimits } from '../media/media.rules.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { PartnerKey } from '../partner/partner.entity.ts';
import { requireScope } from './open311.access.service.ts';
import type { Answer } from './open311.document.rules.ts';
import { Open311Error } from './open311.errors.rules.ts';
import { withFormNames, type RequestForm } from './open311.form.rules.ts';
import { refused } from './open311.rules.ts';
import { type Attribute, attributesOf, findService } from './open311.services.service.ts';
import { type Texts, textWithoutWords } from './open311.texts.rules.ts';

interface Sent {
  readonly town: MunicipalityRow;
  readonly texts: Texts;
  readonly form: RequestForm;
  /** UUID chosen by the sender, which makes retries idempotent; null: none. */
  readonly token: string | null;
}

/** Timeout in milliseconds for a picture on another server. */
const mediaMs = 10_000;

/**
 * Creates a report of a partner's program, without data about the reporter. Refusals name the fields of the form. 403
 * without the scope.
 */
export async function createRequest(ctx: Context, { town, texts, form, token }: Sent): Promise<Answer> {
  requireScope(ctx, town, 'issues:write');
  if (token !== null && !validate(token)) throw refused('Idempotency-Key', 'must be a UUID');
  const known = token === null ? null : await findByToken(ctx, town, token);
  try {
    const reference = known ?? (await report(ctx, { town, texts, form, token }));
    const request = { service_request_id: reference, service_notice: texts.notice, account_id: null };
    return { root: 'service_requests', body: [request] };
  } catch (error) {
    throw withFormNames(error);
  }
}

/** Id of the report that was created with this token. 404: there is none. */
export async function findToken(ctx: Context, town: MunicipalityRow, token: string): Promise<Answer> {
  requireScope(ctx, town, 'issues:read');
  const reference = await findByToken(ctx, town, token);
  if (reference === null) throw new Open311Error(404, 'token: no report was made with it');
  return { root: 'service_requests', body: [{ service_request_id: reference, token }] };
}

async function report(ctx: Context, { town, form, token }: Sent): Promise<string> {
  const category = await findService(ctx, town, form.serviceCode);
  const answers = answersIn(form, await attributesOf(ctx, category, 'de'));
  if (form.mediaUrls.length > mostPhotos) throw refused('media_url', `at most ${mostPhotos}`);
  const photoIds: string[] = [];
  for (const url of form.mediaUrls) photoIds.push(await takeOver(ctx, town, url));
  const { address } = form;
  const { issue } = await reportIssue(ctx, {
    municipalityId: town.id,
    kind: category.kind,
    categoryId: category.id,
    // A report with only an address is placed at the centre of the town, as in the town's own form.
    point: form.point ?? { lat: town.lat, lon: town.lon },
    address,
    text: textIn(form, category.name),
    photoIds,
    answers,
    idempotencyKey: token ?? randomUUID(),
  });
  return issue.reference;
}

/** Text of the report. GeoReport requires none: without text and photos a standard text names the service. */
function textIn({ text, mediaUrls }: RequestForm, service: string): string {
  return text === '' && mediaUrls.length === 0 ? textWithoutWords(service) : text;
}

/** Answers to the questions of the service; attributes that its definition does not list are ignored. */
function answersIn({ attributes }: RequestForm, asked: readonly Attribute[]): GivenAnswer[] {
  return asked.flatMap(({ code, required, description }) => {
    const [value] = attributes.get(code) ?? [];
    if (value !== undefined) return [{ name: code, questionId: code, value }];
    if (required) throw refused(`attribute[${code}]`, `is required: ${description}`);
    return [];
  });
}

/** Id of a photo that is downloaded from another server and stored like an upload. */
async function takeOver(ctx: Context, town: MunicipalityRow, url: string): Promise<string> {
  const { municipalityId } = await admitUpload(ctx, town.ags);
  const bytes = await fetchMedia(ctx, url);
  return (await uploadPhoto(ctx, { municipalityId, bytes, alt: null })).id;
}

async function fetchMedia({ config }: Context, url: string): Promise<Buffer> {
  try {
    const { status, bytes } = await askOutside(config, url, { maxBytes: photoLimits.bytes, timeoutMs: mediaMs });
    if (status === 200) return bytes;
    throw refused('media_url', `answered ${status}; redirects are not followed`);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw refused('media_url', mediaProblems[error.code]);
  }
}

const mediaProblems: Readonly<Record<OutsideError['code'], string>> = {
  BAD_ADDRESS: 'must be an https address that is open to everybody',
  UNREACHABLE: 'cannot be reached',
  TIMEOUT: 'did not answer in time',
  TOO_LARGE: 'at most 10 MB',
};

/**
 * Reference of the report that a partner created with this token; null: none. Without a key every token is searched,
 * because only its sender knows the token and only the reference is returned.
 */
async function findByToken(ctx: Context, town: MunicipalityRow, token: string): Promise<string | null> {
  if (!validate(token)) return null;
  const claims = await ctx.em.find(IdempotencyKey, { key: token.toLowerCase(), ...madeBy(ctx.actor) });
  const issue = await ctx.em.findOne(Issue, {
    id: { $in: claims.map(({ resultId }) => resultId) },
    municipality: town.id,
  });
  if (issue === null) return null;
  const isByKey = await ctx.em.count(PartnerKey, { id: { $in: claims.map(({ actor }) => actor).filter(validate) } });
  return isByKey > 0 ? issue.reference : null;
}

function madeBy(actor: Context['actor']): { actor?: Partner['keyId'] } {
  return actor.kind === 'partner' ? { actor: actor.keyId } : {};
}

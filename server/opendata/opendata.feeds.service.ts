import { listSent, findAlertingTown } from '../alert/alert.cap.service.ts';
import type { Alert } from '../alert/alert.entity.ts';
import { findReadableGroup, findTownGroup } from '../group/group.service.ts';
import type { GroupRow } from '../group/group.entity.ts';
import { type Entry, newestEntries } from '../feed/feed.reading.service.ts';
import { kindsFor, kindsUsed } from '../feed/feed.rules.ts';
import type { FeedEntry } from '../kernel/atom.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { pollById } from '../poll/poll.reading.service.ts';
import { postById, textOf } from '../post/post.reading.service.ts';
import type { FeedContent } from './opendata.feeds.rules.ts';
import { textsFor } from './opendata.texts.rules.ts';

/* Feeds for everybody. What they contain is read as a visitor without an account reads it. */

const mostEntries = 50;
/** Kinds of entries that feeds contain. */
const kinds = ['POST', 'POLL'];
const lang = 'de';
const texts = textsFor(lang).feeds;
/** Time of a feed without entries: it must not change from request to request. */
const never = '1970-01-01T00:00:00.000Z';

/** The town, if it is on the platform; NOT_FOUND otherwise. */
export async function findFeedTown(ctx: Context, ags: string): Promise<MunicipalityRow> {
  const town = await findMunicipality(ctx, ags);
  if (!town.isOnPlatform) throw new DomainError('NOT_FOUND');
  return town;
}

/** Newest posts and polls of the group of the whole town. */
export async function readTownFeed(ctx: Context, ags: string): Promise<FeedContent> {
  const town = await findFeedTown(ctx, ags);
  const group = await findTownGroup(ctx, town.id);
  if (group === null) throw new DomainError('NOT_FOUND');
  return feedOf(ctx, town, group, `${ctx.publicUrl(ags)}/${ags}`);
}

/** Newest posts and polls of an OPEN group. NOT_FOUND: any other group, or one of another town. */
export async function readGroupFeed(ctx: Context, ags: string, groupId: string): Promise<FeedContent> {
  const town = await findFeedTown(ctx, ags);
  const group = await findReadableGroup(ctx, groupId);
  if (group.municipality.id !== town.id || group.joinPolicy !== 'OPEN') throw new DomainError('NOT_FOUND');
  return feedOf(ctx, town, group, `${ctx.publicUrl(ags)}/${ags}/groups/${toGlobalId('Group', group.id)}`);
}

async function feedOf(ctx: Context, town: MunicipalityRow, group: GroupRow, home: string): Promise<FeedContent> {
  const { feeds } = ctx.registry;
  const used = kindsUsed(kindsFor(ctx.actor, town.id, feeds), town.modules, feeds);
  const rows = await newestEntries(
    ctx,
    [group],
    used.filter((kind) => kinds.includes(kind)),
    mostEntries,
  );
  const entries = (await Promise.all(rows.map((row) => entryOf(ctx, town, row)))).filter((one) => one !== undefined);
  return contentOf(town, { title: group.name, home, entries });
}

/** The entry as a reader of the feed sees it; undefined: it was withdrawn. */
async function entryOf(ctx: Context, town: MunicipalityRow, entry: Entry): Promise<FeedEntry | undefined> {
  if (entry.subject === null) return undefined;
  const base = `${ctx.publicUrl(town.ags)}/${town.ags}`;
  return entry.kind === 'POST' ? postEntry(ctx, base, entry) : pollEntry(ctx, town, base, entry);
}

async function postEntry(ctx: Context, base: string, { id, at }: Entry): Promise<FeedEntry | undefined> {
  const post = await postById(ctx, id);
  if (post?.state !== 'PUBLISHED') return undefined;
  const { html } = await textOf(ctx, post);
  return {
    id: `urn:uuid:${id}`,
    title: post.title,
    published: (post.publishedAt ?? at).toISOString(),
    updated: post.updatedAt.toISOString(),
    url: `${base}/posts/${toGlobalId('Post', id)}`,
    summary: post.excerpt,
    html,
    ...(post.sender != null && { author: post.sender }),
  };
}

/** A poll without any number: what its result is, its page says to those who may know it. */
async function pollEntry(
  ctx: Context,
  { timeZone }: MunicipalityRow,
  base: string,
  { id, at }: Entry,
): Promise<FeedEntry | undefined> {
  const poll = await pollById(ctx, id);
  if (poll?.openedAt == null) return undefined;
  const time = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const until = texts.pollUntil.replace('{time}', () => time.format(poll.closesAt));
  return {
    id: `urn:uuid:${id}`,
    title: texts.poll.replace('{title}', () => poll.title),
    published: at.toISOString(),
    updated: (poll.closedAt ?? poll.openedAt).toISOString(),
    url: `${base}/polls/${toGlobalId('Poll', id)}`,
    summary: poll.description == null ? until : `${poll.description}\n\n${until}`,
  };
}

/** Real warnings and disruptions that have not expired, each of their messages as an entry. */
export async function readAlertsFeed(ctx: Context, ags: string): Promise<FeedContent> {
  const town = await findAlertingTown(ctx, ags);
  const alerts = [...(await listSent(ctx, town, 'actual')), ...(await listSent(ctx, town, 'disruptions'))];
  const base = `${ctx.publicUrl(ags)}/${ags}`;
  const entries = alerts
    .toSorted((a, b) => Number(b.sentAt) - Number(a.sentAt) || b.number - a.number)
    .slice(0, mostEntries)
    .map((alert) => alertEntry(alert, base));
  return contentOf(town, { title: texts.alerts.replace('{town}', () => town.name), home: `${base}/warnings`, entries });
}

function alertEntry({ id, sentAt, createdAt, content, incident, sender }: Alert, base: string): FeedEntry {
  const words = content.texts.find(({ locale }) => locale === lang) ?? content.texts[0];
  const steps = words?.instructions.map(({ text }, n) => `${n + 1}. ${text}`) ?? [];
  const sent = (sentAt ?? createdAt).toISOString();
  return {
    id: `urn:uuid:${id}`,
    title: words?.headline ?? '',
    published: sent,
    updated: sent,
    url: `${base}/warnings/${toGlobalId('Incident', incident.id)}`,
    summary: [words?.description ?? '', ...steps, texts.replacesNothing].join('\n'),
    author: sender,
  };
}

interface Frame {
  readonly title: string;
  readonly home: string;
  readonly entries: readonly FeedEntry[];
}

function contentOf(town: MunicipalityRow, { title, home, entries }: Frame): FeedContent {
  const updated = entries.reduce((newest, entry) => (entry.updated > newest ? entry.updated : newest), never);
  const shown = town.isDemo ? `${title} (${textsFor(lang).demo})` : title;
  return { title: shown, home, author: town.name, lang, updated, entries };
}

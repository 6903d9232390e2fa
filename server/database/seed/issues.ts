import { v7 } from 'uuid';
import { anonymous, type Actor } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { issueKinds } from '../../issue/issue.category.entity.ts';
import { type Issue, issueStatuses } from '../../issue/issue.entity.ts';
import { assignIssue } from '../../issue/assignee/issue.assignee.service.ts';
import { claimCodeOf, confirmationToken } from '../../issue/issue.claims.service.ts';
import { createCategory } from '../../issue/issue.list.service.ts';
import { addIssuePhoto } from '../../issue/photo/issue.photo.adding.service.ts';
import { uploadProof } from '../../media/media.links.service.ts';
import { takeIssue } from '../../issue/report/issue.intake.service.ts';
import { confirmIssue, reportIssue } from '../../issue/report/issue.report.service.ts';
import { moveIssue } from '../../issue/issue.service.ts';
import { setIssueVisibility } from '../../issue/visibility/issue.visibility.service.ts';
import { at } from './clock.ts';
import { addComment } from './comments.ts';
import { seedTargets } from './clocks.ts';
import { seedPhotos, showPhotos } from './photos.ts';
import { type Cast, staffOf } from './people.ts';
import { seedTemplates } from './templates.ts';
import { followReport, mergeReport, seedForm } from './twins.ts';
import { type IssueStory, type MoveStory, oneOf, type Story } from './story.ts';

export interface SeededTown {
  readonly id: string;
  readonly ags: string;
  readonly lat: number;
  readonly lon: number;
}
interface Telling {
  readonly services: Services;
  readonly town: SeededTown;
  readonly cast: Cast;
  readonly categoryIds: ReadonlyMap<string, string>;
  /** Ids of reports by the story's keys. */
  readonly told: Map<string, string>;
}

/** Adds the categories and, in the order of time, all reports of the story, through the services. */
export async function seedIssues(
  services: Services,
  town: SeededTown,
  cast: Cast,
  story: Story,
  progress: (told: number, of: number) => void,
): Promise<void> {
  const telling = {
    services,
    town,
    cast,
    categoryIds: await seedCategories(services, town, cast, story),
    told: new Map(),
  };
  await seedTemplates({ services, townId: town.id, cast }, story.templates ?? [], telling.categoryIds);
  await seedTargets(services, town.id, story, telling.categoryIds);
  const inOrder = [...story.issues].sort((a, b) => b.hoursAgo - a.hoursAgo);
  for (const [i, issue] of inOrder.entries()) {
    await seedIssue(telling, story, issue, i);
    progress(i + 1, inOrder.length);
  }
}

async function seedCategories(services: Services, town: SeededTown, { desks }: Cast, story: Story) {
  const ids = new Map<string, string>();
  for (const [
    position,
    { key, name, variants, kind, desk, isForBarriers = false, nearMetres = 50, ...asked },
  ] of story.categories.entries()) {
    const input = { name, variants, kind: oneOf(issueKinds, kind), deskId: desks.get(desk)?.id ?? '', position };
    const category = await createCategory(at(services, anonymous, 0), {
      municipalityId: town.id,
      ...input,
      isForBarriers,
      nearMetres,
    });
    await seedForm(services, category.id, nearMetres, asked);
    ids.set(key, category.id);
  }
  return ids;
}

async function seedIssue(telling: Telling, story: Story, issue: IssueStory, index: number): Promise<void> {
  const reporter = reporterOf(telling, issue, index);
  const ctx = at(telling.services, reporter, -issue.hoursAgo);
  // Uploaded now, because a photo that is unused for a day is deleted.
  const sending = at(telling.services, reporter, 0);
  const photoIds = await seedPhotos(sending, telling.town.id, issue.photos ?? []);
  const input = {
    ...inputOf(telling, story, issue),
    photoIds,
    photoProofs: photoIds.map((id) => uploadProof(telling.services, id)),
    ...(issue.reporter === 'EMAIL' && { email: emailOf(telling, index) }),
  };
  const taking = at(telling.services, staffOf(telling.cast, 'buergerbuero'), -issue.hoursAgo);
  const { issue: reported } =
    issue.reporter === 'PHONE'
      ? await takeIssue(taking, { ...input, channel: 'PHONE' })
      : await reportIssue(ctx, input);
  if (issue.confirmedHoursAgo !== undefined) {
    const token = confirmationToken(telling.services, reported.id);
    await confirmIssue(at(telling.services, reporter, -issue.confirmedHoursAgo), token);
  }
  let current = reported;
  const claimCode = reporter.kind === 'anonymous' ? claimCodeOf(telling.services, current.id) : null;
  for (const step of [...issue.moves, ...(issue.comments ?? [])].sort((a, b) => b.hoursAgo - a.hoursAgo)) {
    if ('to' in step) current = await tellMove(telling, current, reporter, step);
    else await addComment(telling, current.id, { reporter, claimCode }, step);
  }
  if (issue.assignee !== undefined) current = await takeOn(telling, current, issue);
  await showToEverybody(telling, { issueId: current.id, photoIds }, issue);
  await followReport(telling, current.id, reporter, issue);
  current = await mergeReport(telling, current, issue);
  telling.told.set(issue.key, current.id);
  await showAfter(telling, current.id, issue);
  if (current.status !== issue.status) throw new Error(`${issue.key} ended as ${current.status}, not ${issue.status}`);
}

function tellMove(telling: Telling, issue: Issue, reporter: Actor, move: MoveStory): Promise<Issue> {
  const to = oneOf(issueStatuses, move.to);
  const actor = move.by === 'STAFF' ? staffOf(telling.cast, move.as) : reporter;
  const ctx = at(telling.services, actor, -move.hoursAgo);
  const claimCode = actor.kind === 'anonymous' ? claimCodeOf(telling.services, issue.id) : null;
  const { reason, message, addressee, scheduledInDays } = move;
  const scheduledFor = scheduledInDays === undefined ? null : new Date(Date.now() + scheduledInDays * 86_400_000);
  const deskId = move.desk === undefined ? null : (telling.cast.desks.get(move.desk)?.id ?? null);
  const words = { reason: reason ?? null, message: message ?? null, addressee: addressee ?? null };
  return moveIssue(ctx, {
    issueId: issue.id,
    to,
    version: issue.version,
    claimCode,
    deskId,
    scheduledFor,
    // A question is always sent; the other steps of the story notify nobody.
    tellReporter: to === 'WAITING_ON_REPORTER',
    ...words,
  });
}

function takeOn({ services, cast }: Telling, { id, version }: Issue, { assignee, moves }: IssueStory): Promise<Issue> {
  const staff = staffOf(cast, assignee);
  const ctx = at(services, staff, -(moves.at(-1)?.hoursAgo ?? 0));
  return assignIssue(ctx, { issueId: id, assigneeId: staff.id, version });
}

async function showToEverybody(
  { services, cast }: Telling,
  { issueId, photoIds }: { readonly issueId: string; readonly photoIds: readonly string[] },
  { publicHoursAgo }: IssueStory,
): Promise<void> {
  if (publicHoursAgo === undefined) return;
  const ctx = at(services, staffOf(cast, 'buergerbuero'), -publicHoursAgo);
  await setIssueVisibility(ctx, issueId, true);
  await showPhotos(ctx, photoIds);
}

async function showAfter({ services, cast, town }: Telling, issueId: string, { after }: IssueStory): Promise<void> {
  if (after === undefined) return;
  const staff = staffOf(cast, after.as);
  const ctx = at(services, staff, -after.hoursAgo);
  for (const photoId of await seedPhotos(at(services, staff, 0), town.id, after.photos)) {
    await addIssuePhoto(ctx, { issueId, photoId, stage: 'AFTER', isApproved: true, idempotencyKey: v7() });
  }
}

function inputOf({ town, categoryIds }: Telling, story: Story, issue: IssueStory) {
  const kind = story.categories.find(({ key }) => key === issue.category)?.kind ?? '';
  return {
    municipalityId: town.id,
    categoryId: categoryIds.get(issue.category) ?? '',
    idempotencyKey: v7(),
    kind: oneOf(issueKinds, kind),
    text: issue.text,
    address: issue.address,
    point: pointOf(town, issue),
  };
}

/** Position from metres to the town's centre; accurate enough within a town. */
function pointOf({ lat, lon }: SeededTown, { at: place, offset }: IssueStory): { lat: number; lon: number } {
  if (place !== undefined) return place;
  const { east = 0, north = 0 } = offset ?? {};
  return { lat: lat + north / 111_320, lon: lon + east / (111_320 * Math.cos((lat * Math.PI) / 180)) };
}

/** Reporter of a report; the first citizen has several, because visitors of the demonstration use this account. */
function reporterOf({ cast }: Telling, issue: IssueStory, index: number): Actor {
  if (issue.reporter !== 'ACCOUNT') return anonymous;
  return cast.citizens[index % 3 === 0 ? 0 : index] ?? anonymous;
}

function emailOf({ town }: Telling, index: number): string {
  return `reporter${index}.${town.ags}@demo.example`;
}

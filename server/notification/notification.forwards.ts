import { issueForwarded } from '../issue/issue.events.ts';
import { type Issue, IssueMove } from '../issue/issue.entity.ts';
import { IssuePhoto } from '../issue/photo/issue.photo.entity.ts';
import { IssueForward } from '../issue/routing/issue.reroute.entity.ts';
import { withoutContacts } from '../issue/visibility/issue.visibility.rules.ts';
import { personById } from '../identity/identity.person.service.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineQueue, enqueue, handle } from '../kernel/jobs.ts';
import { photoPathUntil } from '../media/media.links.service.ts';
import { type MailValues, renderMail } from './notification.mails.ts';

/** A report for somebody outside the town hall; ids only, all words are read when the mail leaves. */
const forwardMail = defineQueue<{ readonly moveId: string }>('notification.issueForward');

/** So long the photos open for whoever has the mail. */
const photoDays = 30;

on(issueForwarded, (tx, { facts: { moveId } }) => enqueue(tx, forwardMail, { moveId }));

handle(forwardMail, async (services, { moveId }) => {
  const ctx = forkContext(services, system);
  const forward = await ctx.em.findOne(IssueForward, moveId);
  if (forward === null) return;
  const move = await ctx.em.findOneOrFail(IssueMove, moveId, {
    populate: ['issue.municipality', 'issue.category', 'desk'],
  });
  const issue = move.issue.getEntity();
  const town = issue.municipality.getEntity();
  if (move.isTakenBack || !town.modules.includes('ISSUES')) return;
  const clerk = move.actor == null ? null : await personById(ctx, move.actor.id);
  const replyTo = clerk?.email;
  await services.mail.send({
    to: { name: '', address: forward.email },
    messageId: `issue-forward.${moveId}`,
    ...(replyTo !== undefined && { headers: { 'Reply-To': replyTo } }),
    ...renderMail('reportForwarded', 'de', await valuesOf(ctx, { issue, move, forward }), {
      isDemo: town.isDemo,
      replyTo,
    }),
  });
});

interface Forwarding {
  readonly issue: Issue;
  readonly move: IssueMove;
  readonly forward: IssueForward;
}

/** Nothing about the reporter, not even what they wrote into the text, unless it is meant to go along. */
async function valuesOf(ctx: Context, { issue, move, forward }: Forwarding): Promise<MailValues> {
  const { lat, lon, address, text, reference } = issue;
  const town = issue.municipality.getEntity();
  const reporter = issue.reporter == null ? null : await personById(ctx, issue.reporter.id);
  const words = forward.withContact ? text : withoutContacts(text);
  return {
    ...{ reference, place: town.name, category: issue.category.getEntity().name, text: words },
    ...{ desk: move.desk?.getEntity().name ?? '', addressee: move.addressee ?? '', note: forward.note ?? '' },
    address: address == null ? '' : forward.withContact ? address : withoutContacts(address),
    point: `${lat.toFixed(6)}, ${lon.toFixed(6)}`,
    map: `https://www.openstreetmap.org/?mlat=${lat.toFixed(6)}&mlon=${lon.toFixed(6)}#map=18/${lat.toFixed(6)}/${lon.toFixed(6)}`,
    photos: forward.withPhotos ? await photoLinks(ctx, issue) : '',
    contact: forward.withContact ? (reporter?.email ?? issue.reporterEmail ?? '') : '',
  };
}

async function photoLinks(ctx: Context, { id, municipality }: Issue): Promise<string> {
  const until = ctx.now().getTime() + photoDays * 86_400_000;
  const links = await ctx.em.find(IssuePhoto, { issue: id }, { orderBy: { position: 'asc' } });
  const origin = ctx.publicUrl(municipality.getEntity().ags);
  return links.map(({ photo }) => `${origin}${photoPathUntil(ctx, photo.id, 'large', until)}`).join('\n');
}

import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MailValues } from '../../kernel/message.ts';
import { photoPathUntil } from '../../media/media.links.service.ts';
import { type Issue, IssueMove } from '../issue.entity.ts';
import { issueForwarded } from '../issue.events.ts';
import { IssuePhoto } from '../photo/issue.photo.entity.ts';
import { IssueForward } from '../routing/issue.reroute.entity.ts';
import { withoutContacts } from '../issue.visibility.rules.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { notShown } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { forwardedSql } from './issue.recipients.service.ts';

/** Days for which the links to the photos are valid. */
const photoDays = 30;

/** Message about an issue to another office; what it says is read when it is sent. */
export const forwardedMessage = defineMessage({
  kind: 'ISSUE_FORWARDED',
  class: 'PERSONAL',
  interest: null,
  description: 'Another office: the town hall forwarded a report; `subject` is the move. Never in the inbox.',
  module: 'ISSUES',
  audience: forwardedSql,
  inbox: notShown,
  mail: async (ctx, { message: { subjectId: moveId } }) => {
    const forward = await ctx.em.findOneOrFail(IssueForward, moveId);
    const move = await ctx.em.findOneOrFail(IssueMove, moveId, {
      populate: ['issue.municipality', 'issue.category', 'desk'],
    });
    const clerk = move.actor == null ? null : await personById(ctx, move.actor.id);
    const values = await valuesOf(ctx, { issue: move.issue.getEntity(), move, forward });
    return { text: issueMail('reportForwarded', 'de'), values, replyTo: clerk?.email };
  },
});

export const forwardListener = on(issueForwarded, (tx, { facts: { moveId, municipalityId } }) =>
  enqueueMessage(tx, forwardedMessage, { municipalityId, subjectId: moveId }),
);

interface Forwarding {
  readonly issue: Issue;
  readonly move: IssueMove;
  readonly forward: IssueForward;
}

/** Values of the mail. Contact details, also those in texts, are included only with `withContact`. */
async function valuesOf(ctx: Context, { issue, move, forward }: Forwarding): Promise<MailValues> {
  const { lat, lon, address, text, reference } = issue;
  const town = issue.municipality.getEntity();
  const reporter = issue.reporter == null ? null : await personById(ctx, issue.reporter.id);
  const seenBy = forward.withContact ? 'reporter' : 'public';
  const words = forward.withContact ? text : withoutContacts(text);
  return {
    reference,
    title: await titleOf(ctx, { title: issue.title, address, category: issue.category, seenBy }, 'de'),
    town: town.name,
    category: issue.category.getEntity().name,
    text: words,
    desk: move.desk?.getEntity().name ?? '',
    addressee: move.addressee ?? '',
    note: forward.note ?? '',
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

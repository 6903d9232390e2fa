import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn, type Translations } from '../../kernel/mail.render.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
} from '../../kernel/message.ts';
import { identifierOf } from '../alert.cap.rules.ts';
import { Alert } from '../alert.entity.ts';
import { alertSent } from '../alert.events.ts';
import { ControlCentre } from './alert.centre.entity.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** An office has no inbox. */
const notShown: InboxReader = {
  subjectTypes: [],
  read: () => Promise.resolve(() => ({ subject: null, content: null })),
};

const centreTold = defineMessage({
  kind: 'CONTROL_CENTRE_TOLD',
  class: 'EMERGENCY',
  interest: null,
  description:
    'The control centre of the county: the town sent a real warning, changed or ended it. Never in the inbox.',
  module: 'ALERTS',
  audience: `select c.recipient_id, null::uuid as group_id from control_centre c
    where c.municipality_id = m.municipality_id and c.recipient_id is not null`,
  inbox: notShown,
  mail: writeMail,
});

export const centreMessages = [centreTold];

/** The control centre gets mails about real warnings, never about drills and disruptions. */
export const centreListeners = [
  on(alertSent, async (tx, { facts }) => {
    const { municipalityId, incidentId, kind, status, number } = facts;
    if (kind !== 'WARNING' || status !== 'ACTUAL') return;
    const centre = await tx.em.findOne(ControlCentre, municipalityId);
    if (centre?.recipient == null) return;
    await enqueueMessage(tx, centreTold, { municipalityId, subjectId: incidentId, version: number });
  }),
];

async function writeMail(ctx: Context, { message, town }: Letter): Promise<MailContent> {
  const { subjectId, version } = message;
  const alert = await ctx.em.findOneOrFail(Alert, { incident: subjectId, number: version ?? 0 });
  const words = alert.content.texts.find(({ locale }) => locale === 'de') ?? alert.content.texts[0];
  if (words === undefined) throw new Error(`The alert ${alert.id} has no words.`);
  const time = new Intl.DateTimeFormat('de', { dateStyle: 'short', timeStyle: 'short', timeZone: town.timeZone });
  const file = `${ctx.publicUrl(town.ags)}/cap/${town.ags}/${identifierOf(alert)}`;
  return {
    text: textsIn(texts, 'de').mails.warned,
    values: {
      town: `${town.kind} ${town.name}`,
      level: String(alert.level),
      headline: words.headline,
      description: words.description,
      instructions: words.instructions.map(({ text }, i) => `${i + 1}. ${text}`).join('\n'),
      area: alert.content.area,
      sender: alert.sender,
      time: time.format(alert.sentAt ?? alert.createdAt),
      until: time.format(alert.expiresAt),
      phone: alert.content.phone ?? '–',
      pdf: `${file}.pdf`,
      cap: `${file}.xml`,
      link: pageUrl(ctx, town.ags, `warnings/${toGlobalId('Incident', subjectId)}`),
    },
  };
}

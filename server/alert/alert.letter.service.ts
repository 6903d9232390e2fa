import type { Context } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { fillText } from '../kernel/mail.render.ts';
import type { Letter, LinkContext, MailEnding } from '../kernel/message.ts';
import { emergenciesUrl } from '../recipient/recipient.link.service.ts';
import { Alert } from './alert.entity.ts';

/** The alert of a message in the language of its recipient. */
export async function readWords({ em }: Context, { message, recipient: { locale } }: Letter) {
  const { subjectId, version } = message;
  const where = version == null ? { incident: subjectId } : { incident: subjectId, number: version };
  const alert = await em.findOneOrFail(Alert, where, { orderBy: { id: 'desc' } });
  const { texts: all } = alert.content;
  const words = all.find((text) => text.locale === locale) ?? all[0];
  if (words === undefined) throw new Error(`The alert ${alert.id} has no words.`);
  return { alert, words };
}

/** Page of the incident of a message, without a leading slash. */
export function pageOf({ message }: Letter): string {
  return `warnings/${toGlobalId('Incident', message.subjectId)}`;
}

/** Why a warning came, and the link to the page that ends warnings. */
export function endingOf(
  ctx: LinkContext,
  { town, recipient }: Letter,
  texts: { readonly because: string; readonly emergencies: string },
): MailEnding {
  const links = [{ text: texts.emergencies, link: emergenciesUrl(ctx, town.ags, recipient) }];
  return { because: fillText(texts.because, { town: town.name }), links, isAsking: true };
}

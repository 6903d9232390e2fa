import { Idea } from '../idea/idea.entity.ts';
import type { Context } from '../kernel/context.ts';
import { readLocale } from '../kernel/locale.ts';
import { type MailValues, textsOf } from './notification.mails.ts';

/** What a mail says about an idea as it stands when the mail leaves. */
export async function ideaValues(
  { em }: Context,
  ideaId: string,
  timeZone: string,
  locale: string,
): Promise<MailValues> {
  const { title, state, supportCount, agendaOn, agendaUrl, answer } = await em.findOneOrFail(Idea, ideaId);
  const day = new Intl.DateTimeFormat(readLocale(locale), { dateStyle: 'full', timeZone });
  return {
    ...{ title, status: textsOf(locale).ideaState[state], supporters: String(supportCount) },
    date: agendaOn == null ? '' : day.format(new Date(`${agendaOn}T12:00:00Z`)),
    papers: agendaUrl ?? '',
    answer: answer ?? '',
  };
}

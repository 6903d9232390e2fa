import type { MailServer, ReceivedMail } from './mail.ts';

/** Next mail to the address, without confirmations of a YES, which are sent whenever somebody gets seats. */
export async function nextMail(mail: MailServer, email: string): Promise<ReceivedMail> {
  const one = await mail.next(email);
  return one.headers.get('subject')?.startsWith('Zusage: ') === true ? await nextMail(mail, email) : one;
}

import { type Mood, openDoor } from '../harness/door.ts';
import { type Letter, type MailHooks, type MailServer, startMailServer } from '../harness/mail.ts';

/** A mail server behind a door that keeps all letters. While the door is busy, each connection is answered with 421. */
export interface MailTarget extends MailServer {
  readonly letters: readonly Letter[];
  setMood(mood: Mood): Promise<void>;
  /** Sets the listener for each moment of each letter; replaces the listener before. */
  watch(onMoment: (moment: Moment) => void): void;
  /** Number of RCPT commands for this address. */
  askedFor(address: string): number;
  /** Accepts recipients at tarpit.example from now on; before, their RCPT commands get no answer. */
  releaseTarpit(): void;
}
export type Moment = 'recipient' | 'letter' | 'answered';

/**
 * Opens the mail server. It refuses gone.example with 550, the first two attempts of each address at later.example
 * with 450, and does not answer for tarpit.example.
 */
export async function openMailTarget(): Promise<MailTarget> {
  const letters: Letter[] = [];
  const asked = new Map<string, number>();
  let onMoment: (moment: Moment) => void = () => undefined;
  let isTarpit = true;
  const hooks: MailHooks = {
    onRecipient: async (address) => {
      const times = (asked.get(address) ?? 0) + 1;
      asked.set(address, times);
      if (address.endsWith('@gone.example')) throw answer(550, 'no such user');
      if (address.endsWith('@later.example') && times <= 2) throw answer(450, 'come again');
      if (address.endsWith('@tarpit.example') && isTarpit) await new Promise(() => undefined);
      onMoment('recipient');
    },
    onLetter: (letter) => {
      letters.push(letter);
      onMoment('letter');
    },
    onAnswered: () => {
      onMoment('answered');
    },
  };
  const mail = await startMailServer(hooks);
  const door = await openDoor(Number(new URL(mail.url).port), (socket) => {
    socket.end('421 too much to do\r\n');
  });
  return {
    letters,
    nextMail: mail.nextMail,
    url: `smtp://127.0.0.1:${door.port}`,
    setMood: door.setMood,
    watch: (listener) => (onMoment = listener),
    askedFor: (address) => asked.get(address) ?? 0,
    releaseTarpit: () => (isTarpit = false),
  };
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

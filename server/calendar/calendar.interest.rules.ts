import type { InterestContribution } from '../kernel/message.ts';

declare module '../kernel/names.ts' {
  interface InterestNames {
    readonly ATTENDING: true;
  }
}

/** Interest in events that a person has answered; with the answer the person consents to mails about the event. */
export const calendarInterests: readonly InterestContribution[] = [
  {
    name: 'ATTENDING',
    description: 'Events that the person has answered with yes or maybe.',
    rest: { INBOX: 'NOW', EMAIL: 'NOW', PUSH: 'NOW', SMS: 'OFF' },
  },
];

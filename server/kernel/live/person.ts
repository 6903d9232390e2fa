import type { Tx } from '../events.ts';
import { announce } from '../events.ts';
import type { Bus } from './topic.ts';

/** A person's standing (session, roles, membership, own vote) as a topic like any other. */
export const personStanding = { name: 'person', id: ({ personId }: { personId: string }) => personId };

/** Says inside a transaction that this person's streams and sockets must be judged again. */
export function standingChanged(tx: Tx, personId: string): void {
  announce(tx, personStanding, { personId });
}

/** Which people are connected here; calls `judge` when one's standing may have changed. */
export function createPersonWatch(bus: Bus, judge: (personId: string) => void) {
  const connected = new Map<string, { count: number; version: number; attached: Promise<() => void> }>();

  return {
    topics: () => [...connected.keys()].map(topicOf),

    enter(personId: string): void {
      const known = connected.get(personId);
      if (known !== undefined) {
        known.count++;
        return;
      }
      const attached = bus.subscribe(topicOf(personId), ({ version }) => {
        changed(personId, version);
      });
      connected.set(personId, { count: 1, version: -1, attached });
    },

    leave(personId: string): void {
      const known = connected.get(personId);
      if (known === undefined || --known.count > 0) return;
      connected.delete(personId);
      void known.attached.then((detach) => {
        detach();
      });
    },

    /** What a lost hint would have said. The first comparison only learns the version. */
    compare(versions: ReadonlyMap<string, number>): void {
      for (const [personId, known] of connected) {
        const version = versions.get(topicOf(personId)) ?? 0;
        if (known.version === -1) known.version = version;
        else if (version !== known.version) changed(personId, version);
      }
    },
  };

  function changed(personId: string, version: number): void {
    const known = connected.get(personId);
    if (known !== undefined) known.version = version;
    judge(personId);
  }
}

function topicOf(personId: string): string {
  return `${personStanding.name}:${personId}`;
}

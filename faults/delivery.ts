import type { Findings, StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { killWhileSending } from './delivery/kills.ts';
import { outlastMailServer } from './delivery/outages.ts';

export const delivery: StagedScenario = {
  name: 'delivery',
  promise: 'kill -9 between sending and noting, and a mail server that fails in every way: each letter once, none lost',
  control: {
    title: 'a letter is marked as sent before it is sent',
    patches: [
      {
        file: 'server/notification/sending/notification.sending.service.ts',
        find: 'if (wait === undefined) return send(one);',
        replace: `if (wait === undefined) {
        await store({ result: resultOf(one, { state: 'SENT', failure: null, failureKind: null }) });
        return send(one);
      }`,
      },
    ],
  },
  attempt: deliverThroughFaults,
};

/** The control runs the part with the kills only, because its defect loses letters only there. */
async function deliverThroughFaults(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const killed = await killWhileSending(stage, folder, stage.isShort || isControl ? 4 : 20);
  if (isControl) return killed;
  const outages = await outlastMailServer(stage, folder);
  return {
    figures: { ...killed.figures, ...outages.figures },
    problems: [...killed.problems, ...outages.problems],
  };
}

import { computed, ref, shallowRef } from 'vue';
import { IssueBallotDocument, type BoothQuery } from '../gql/graphql.ts';
import type { Answers } from '../poll/ownVote.ts';
import { useSend } from '../shared/useSend.ts';
import { keepPaper, someMoment } from './box.ts';
import { fillIn, makePaper, type Paper, readText, unblind } from './paper.ts';

type Poll = NonNullable<BoothQuery['poll']>;

/** Requests the ballot if it is not issued yet, and signs the choices; the ballot is cast after a random delay. */
export function useCasting(
  poll: () => Poll | null,
  own: () => { readonly key: string | null; readonly paper: Paper | undefined },
) {
  const { send, userErrors, failure } = useSend(IssueBallotDocument, (data) => data.issueBallot);
  const busy = ref(false);
  const trouble = shallowRef<string>();

  async function cast(answers: Answers): Promise<void> {
    const asked = poll();
    const { key, paper } = own();
    if (!asked || !key || busy.value) return;
    busy.value = true;
    trouble.value = undefined;
    try {
      const issued = paper?.token ? paper : await take(asked, key, paper);
      if (issued && asked.booth) {
        const filled = await fillIn(issued, asked.booth.text, positionsOf(asked, answers));
        await keepPaper(key, { ...filled, sendAt: someMoment() });
      }
    } catch {
      trouble.value = 'BOOTH_FAILED';
    }
    busy.value = false;
  }

  async function take({ id, booth, questions }: Poll, key: string, before: Paper | undefined): Promise<Paper | null> {
    const text = booth && (await readText(booth, questions));
    if (!booth || !text) {
      trouble.value = 'OTHER_TEXT';
      return null;
    }
    const started = before ?? (await makePaper(text.poll, booth.text));
    await keepPaper(key, started); // first, so that a retry sends the same request
    const payload = await send({ input: { pollId: id, blinded: started.blinded } });
    return payload?.blindSignature ? unblind(started, booth.text, payload.blindSignature) : null;
  }

  return { cast, busy, failure, trouble: computed(() => trouble.value ?? userErrors.value[0]?.code) };
}

/** Choices as positions: "0;1,3"; of a ranking the first choice first, "2,0,1". */
function positionsOf({ questions }: Poll, { optionIds, ranked }: Answers): string {
  const placesOf = ({ kind, options }: Poll['questions'][number]): number[] => {
    const places = (kind === 'RANKING' ? ranked : optionIds).map((id) =>
      options.findIndex((option) => option.id === id),
    );
    const known = places.filter((at) => at >= 0);
    return kind === 'RANKING' ? known : known.toSorted((a, b) => a - b);
  };
  return questions.map((question) => placesOf(question).join(',')).join(';');
}

import { computed, ref } from 'vue';
import {
  type AttendanceAnswer,
  ChangeAnswerByLinkDocument,
  type LinkAnswerFragment,
  TakeBackAnswerDocument,
} from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import type { AnswerChange } from './useAnswering.ts';

/** Changes and deletes an answer by the link of a mail. */
export function useLinkAnswer(own: () => LinkAnswerFragment, token: () => string) {
  const { textOf } = useErrorTexts();
  const changing = useSend(ChangeAnswerByLinkDocument, (data) => data.changeAnswerByLink);
  const takingBack = useSend(TakeBackAnswerDocument, (data) => data.takeBackAnswer);
  /** Answer that is being sent; it is shown at once. */
  const wish = ref<AttendanceAnswer | null>(null);

  /** Answer after the change; null: it was refused. */
  const change = async (changed: AnswerChange): Promise<LinkAnswerFragment | null> => {
    const answer = changed.answer ?? own().answer;
    wish.value = answer;
    const companions = answer === 'YES' ? (changed.companions ?? own().companions) : 0;
    const reminder = changed.reminder ?? own().reminder;
    const input = { token: token(), attendanceId: own().id, answer, companions, reminder };
    const payload = await changing.send({ input });
    wish.value = null;
    return payload?.attendance ?? null;
  };
  const takeBack = async (): Promise<boolean> =>
    (await takingBack.send({ input: { token: token(), attendanceId: own().id } })) !== null;
  return {
    change,
    takeBack,
    wish,
    busy: computed(() => changing.busy.value || takingBack.busy.value),
    failure: computed(() => changing.failure.value ?? takingBack.failure.value),
    errors: computed(() =>
      [...changing.userErrors.value, ...takingBack.userErrors.value].map(({ code }) => textOf(code)),
    ),
  };
}

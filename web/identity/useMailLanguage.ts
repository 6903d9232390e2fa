import { ChooseLanguageDocument } from '../gql/graphql.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';
import { useViewer } from './useViewer.ts';

/** Stores the page's language for the mails of a signed-in person. */
export function useMailLanguage() {
  const { viewer } = useViewer();
  const { send, failure } = useSend(ChooseLanguageDocument, (data) => data.chooseLanguage);
  return async (locale: string): Promise<void> => {
    if (!viewer.value || viewer.value.locale === locale) return;
    await send({ locale });
    if (failure.value) showToast(failure.value.text, 'danger');
  };
}

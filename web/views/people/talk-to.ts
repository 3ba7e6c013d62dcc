import { toast } from '../../components/toast';
import type { AppModel } from '../../model';
import { navigate } from '../../router';
import { problemText } from '../problem';

/** Opens the conversation with a person. */
export async function talkTo(model: AppModel, userId: string): Promise<void> {
  const opened = await model.conversations.openDirect(userId);
  if (opened.ok) navigate({ page: 'conversation', id: opened.value });
  else toast(problemText(opened.problem), { kind: 'error' });
}

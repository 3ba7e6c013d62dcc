import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AppModel } from '../../model/app';

export const ModelContext = createContext<AppModel | null>(null);

/** The app model. */
export function useModel(): AppModel {
  const model = useContext(ModelContext);
  if (model === null) throw new Error('A view was mounted outside the app.');
  return model;
}

/** The signed-in user; views that call it are mounted only while signed in. */
export function useSelfId(): string {
  return selfIdOf(useModel());
}

/** The id of the signed-in user; empty if nobody is. */
export function selfIdOf(model: AppModel): string {
  const state = model.session.state.value;
  return state.state === 'signedIn' ? state.self.id : '';
}

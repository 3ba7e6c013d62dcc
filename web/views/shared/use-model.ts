import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AppModel } from '../../model/app';

export const ModelContext = createContext<AppModel | null>(null);

/** The app, as the views see it. */
export function useModel(): AppModel {
  const model = useContext(ModelContext);
  if (model === null) throw new Error('A view was mounted outside the app.');
  return model;
}

/** Oneself; views that call it are mounted only while signed in. */
export function useSelfId(): string {
  return selfIdOf(useModel());
}

/** The id of the person who is signed in; empty where nobody is. */
export function selfIdOf(model: AppModel): string {
  const state = model.session.state.value;
  return state.state === 'signedIn' ? state.self.id : '';
}

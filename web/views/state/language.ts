import { effect } from '@preact/signals';
import * as v from 'valibot';
import type { Locale } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import { accountValue } from '../../platform/keep';
import { setPreferences } from './preferences';

/** The account's language as last seen by this browser. Only a new value is adopted, so that a choice made offline stays. */
const known = accountValue('language', v.picklist(['zh-CN', 'en']));

/** Changes the language, here and on the user's other devices. */
export function chooseLanguage(model: AppModel, language: Locale): void {
  setPreferences({ locale: language });
  known.write(language);
  // Offline, the change applies to this browser only.
  void model.session.updateSettings({ language });
}

/** Adopts a language chosen on another device; returns a function that stops it. */
export function followLanguage(model: AppModel): () => void {
  return effect(() => {
    const state = model.session.state.value;
    const language = state.state === 'signedIn' ? state.self.settings.language : undefined;
    if (language === undefined || language === known.read()) return;
    known.write(language);
    setPreferences({ locale: language });
  });
}

import { effect } from '@preact/signals';
import * as v from 'valibot';
import type { Locale } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import { accountValue } from '../../platform/keep';
import { setPreferences } from './preferences';

/** The account's language as this browser last knew it: only a new one is taken over, so that a choice made without a network stays. */
const known = accountValue('language', v.picklist(['zh-CN', 'en']));

/** Speaks another language, here and on the person's other devices. */
export function chooseLanguage(model: AppModel, language: Locale): void {
  setPreferences({ locale: language });
  known.write(language);
  // Without a network this browser alone speaks it.
  void model.session.updateSettings({ language });
}

/** Takes over the language that the person chose on another device; returns the function that stops it. */
export function followLanguage(model: AppModel): () => void {
  return effect(() => {
    const state = model.session.state.value;
    const language = state.state === 'signedIn' ? state.self.settings.language : undefined;
    if (language === undefined || language === known.read()) return;
    known.write(language);
    setPreferences({ locale: language });
  });
}

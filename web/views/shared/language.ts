import { effect } from '@preact/signals';
import type { Locale } from '../../i18n/i18n';
import type { AppModel } from '../../model/model';
import { setPreferences } from './preferences';

/** The account's language as this browser last knew it: only a new one is taken over, so that a choice made without a network stays. */
const KNOWN_KEY = 'magpie.language';

function known(): string | null {
  try {
    return localStorage.getItem(KNOWN_KEY);
  } catch {
    return null;
  }
}

function keep(language: Locale): void {
  try {
    localStorage.setItem(KNOWN_KEY, language);
  } catch {
    // Taken over again at the next start, which shows nothing else.
  }
}

/** Speaks another language, here and on the person's other devices. */
export function chooseLanguage(model: AppModel, language: Locale): void {
  setPreferences({ locale: language });
  keep(language);
  // Without a network this browser alone speaks it.
  void model.session.updateSettings({ language });
}

/** Takes over the language that the person chose on another device; returns the function that stops it. */
export function followLanguage(model: AppModel): () => void {
  return effect(() => {
    const state = model.session.state.value;
    const language = state.state === 'signedIn' ? state.self.settings.language : undefined;
    if (language === undefined || language === known()) return;
    keep(language);
    setPreferences({ locale: language });
  });
}

import { Fragment } from 'preact';
import { Dialog } from '../../components/overlays/dialog';
import { type Key, t } from '../../i18n/i18n';
import { shortcutText } from '../shared/shortcut-text';
import { preferences } from '../state/preferences';

/** The list of keyboard shortcuts. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const byEnter = preferences.value.sendKey === 'enter';
  const keys: readonly (readonly [Key, readonly string[]])[] = [
    ['keys.switcher', ['Mod+K']],
    ['keys.previous', ['Alt+↑']],
    ['keys.next', ['Alt+↓']],
    ['keys.previousUnread', ['Alt+Shift+↑']],
    ['keys.nextUnread', ['Alt+Shift+↓']],
    ['keys.region', ['F6']],
    ['keys.send', [byEnter ? 'Enter' : 'Mod+Enter']],
    ['keys.newline', [byEnter ? 'Shift+Enter' : 'Enter']],
    ['keys.editLast', ['↑']],
    ['keys.format', ['Mod+B', 'Mod+I']],
    ['keys.formatMore', ['Mod+Shift+X', 'Mod+Shift+M', 'Mod+Shift+P']],
    ['keys.inMessages', ['↑', '↓', 'Home', 'End']],
    ['keys.actions', ['Enter']],
    ['keys.close', ['Esc']],
    ['keys.help', ['Mod+/']],
  ];
  return (
    <Dialog title={t('keys.title')} kind="wide" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls, so the keyboard must reach it. */}
      <dl class="keys" tabIndex={0}>
        {keys.map(([what, shortcuts]) => (
          <Fragment key={what}>
            <dt>{t(what)}</dt>
            <dd>
              {shortcuts.map((shortcut) => (
                <kbd key={shortcut} class="kbd">
                  {shortcutText(shortcut)}
                </kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}

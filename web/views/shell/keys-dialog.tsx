import { Fragment } from 'preact';
import { Dialog } from '../../components/overlays/dialog';
import { type Key, t } from '../../i18n/i18n';
import { preferences } from '../shared/preferences';
import { commandKey } from './shortcuts';

/** The keyboard map. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const command = commandKey();
  const byEnter = preferences.value.sendKey === 'enter';
  const keys: readonly (readonly [Key, readonly string[]])[] = [
    ['keys.switcher', [`${command}K`]],
    ['keys.previous', ['Alt+↑']],
    ['keys.next', ['Alt+↓']],
    ['keys.previousUnread', ['Alt+Shift+↑']],
    ['keys.nextUnread', ['Alt+Shift+↓']],
    ['keys.region', ['F6']],
    ['keys.send', [byEnter ? 'Enter' : `${command}Enter`]],
    ['keys.newline', [byEnter ? 'Shift+Enter' : 'Enter']],
    ['keys.editLast', ['↑']],
    ['keys.format', [`${command}B`, `${command}I`]],
    ['keys.formatMore', [`${command}⇧X`, `${command}⇧M`, `${command}⇧P`]],
    ['keys.inMessages', ['↑', '↓', 'Home', 'End']],
    ['keys.actions', ['Enter']],
    ['keys.close', ['Esc']],
    ['inbox.markRead', ['Esc']],
    ['keys.help', [`${command}/`]],
  ];
  return (
    <Dialog title={t('keys.title')} kind="wide" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls, and must be reachable by keyboard for that. */}
      <dl class="keys" tabIndex={0}>
        {keys.map(([what, combos]) => (
          <Fragment key={what}>
            <dt>{t(what)}</dt>
            <dd>
              {combos.map((combo) => (
                <kbd key={combo} class="kbd">
                  {combo}
                </kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}

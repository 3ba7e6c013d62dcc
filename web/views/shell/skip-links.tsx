import { type Key, t } from '../../i18n/i18n';

const TARGETS: readonly { readonly text: Key; readonly selector: string }[] = [
  { text: 'a11y.skipToMessages', selector: '.messages article[tabindex="0"]' },
  { text: 'a11y.skipToComposer', selector: '.composer-input' },
];

/** The first Tab stops in an open conversation, visible while focused: they skip the list of conversations. */
export function SkipLinks() {
  return (
    <>
      {TARGETS.map(({ text, selector }) => (
        <a
          key={text}
          class="skip-link"
          href={location.pathname}
          onClick={(event) => {
            event.preventDefault();
            document.querySelector<HTMLElement>(selector)?.focus();
          }}
        >
          {t(text)}
        </a>
      ))}
    </>
  );
}

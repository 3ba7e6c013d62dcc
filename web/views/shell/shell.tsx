import { useEffect, useRef, useState } from 'preact/hooks';
import { useLayer } from '../../components/navigation/layers';
import { type Route, route } from '../../components/navigation/router';
import { Empty } from '../../components/states/empty';
import { lazy } from '../../components/states/lazy';
import { t } from '../../i18n/i18n';
import { Sentence } from '../../i18n/sentence';
import { isTouch } from '../../platform/pointer';
import { EmojiHost } from '../conversation/composer/emoji-host';
import { ConversationPane } from '../conversation/conversation-pane';
import { InboxPane } from '../inbox/inbox-pane';
import { shortcutText } from '../shared/shortcut-text';
import { useModel } from '../shared/use-model';
import { useEscape } from '../state/escape';
import { detailsOpen, isWide } from '../state/shell-state';
import { useShortcuts } from './shortcuts';
import { SkipLinks } from './skip-links';
import { useTitle } from './title';

const Banner = lazy(async () => (await import('./banner')).Banner);
const ConnectionWatch = lazy(async () => (await import('./banner')).ConnectionWatch);
const PeoplePane = lazy(async () => (await import('../people/people-pane')).PeoplePane);
const SettingsPage = lazy(async () => (await import('../settings/settings-page')).SettingsPage);
const JoinPage = lazy(async () => (await import('../join/join-page')).JoinPage);
const DetailsPane = lazy(async () => (await import('../details/details-pane')).DetailsPane);

function phonePane(here: Route, details: boolean): 'list' | 'main' | 'details' {
  if (here.page === 'conversation') return details ? 'details' : 'main';
  return here.page === 'settings' || here.page === 'join' ? 'main' : 'list';
}

/** A screen defines what Esc does when no layer is open. */
const nothingBelow = () => undefined;

/** Three panes on a desktop, one at a time on a phone. */
export function Shell() {
  const here = route.value;
  const details = detailsOpen.value && here.page === 'conversation';
  const closeDetails = () => {
    detailsOpen.value = false;
  };
  useShortcuts();
  useEscape(nothingBelow);
  useTitle();
  useLayer(details && !isWide(), closeDetails);
  useEffect(() => {
    if (here.page !== 'conversation' || !isWide()) closeDetails();
  }, [here.page, here.page === 'conversation' ? here.id : '']);
  const pane = phonePane(here, details);
  const from = usePrevious(pane);
  // A pane that slides out on a phone stays rendered until it is out.
  const main = useUntilSlidOut(isWide() || pane !== 'list' ? here : null) ?? here;
  const detailed = useUntilSlidOut(details && here.page === 'conversation' ? here.id : null);
  return (
    <div class="shell" data-pane={pane} data-from={from}>
      {here.page === 'conversation' && <SkipLinks />}
      <nav class="pane pane-list" aria-label={here.page === 'people' ? t('nav.people') : t('nav.inbox')}>
        <Banner />
        {here.page === 'people' ? <PeoplePane /> : <InboxPane />}
      </nav>
      <main class="pane pane-main" aria-label={here.page === 'settings' ? t('nav.settings') : t('nav.conversation')}>
        <Banner />
        <MainPane here={main} />
      </main>
      {detailed !== null && (
        <aside class="pane pane-details" aria-label={t('nav.details')}>
          <Banner />
          <DetailsPane key={detailed} id={detailed} onClose={closeDetails} />
        </aside>
      )}
      <ConnectionWatch />
      <EmojiHost />
    </div>
  );
}

/** The previous value. */
function usePrevious<T>(value: T): T | undefined {
  const known = useRef<{ now: T; before: T | undefined }>({ now: value, before: undefined });
  if (known.current.now !== value) known.current = { now: value, before: known.current.now };
  return known.current.before;
}

/** The duration of the style sheet's `--slide`, with a margin, ms. */
const SLIDE_OUT_MS = 300;

/** Keeps a removed value while its pane slides out; on a desktop nothing slides. */
function useUntilSlidOut<T>(value: T | null): T | null {
  const last = useRef<T | null>(null);
  const [, redraw] = useState(0);
  if (value !== null) last.current = value;
  else if (isWide()) last.current = null;
  const gone = value === null;
  useEffect(() => {
    if (!gone) return;
    const timer = window.setTimeout(() => {
      last.current = null;
      redraw((times) => times + 1);
    }, SLIDE_OUT_MS);
    return () => window.clearTimeout(timer);
  }, [gone]);
  return value ?? last.current;
}

function MainPane({ here }: { here: Route }) {
  const { inbox } = useModel();
  if (here.page === 'settings') return <SettingsPage />;
  if (here.page === 'join') return <JoinPage key={here.code} code={here.code} />;
  if (here.page === 'conversation') return <ConversationPane key={here.id} id={here.id} seq={here.seq} />;
  if (inbox.loaded.value && inbox.items.value.length === 0) {
    return (
      <div class="main-empty">
        <Empty art="letter" title={t('app.tagline')} />
      </div>
    );
  }
  return (
    <div class="main-empty">
      <Empty
        art="perch"
        title={t('conversation.choose')}
        hint={
          isTouch() ? undefined : (
            <Sentence text="conversation.chooseHint" slots={{ keys: <kbd class="kbd">{shortcutText('Mod+K')}</kbd> }} />
          )
        }
      />
    </div>
  );
}
